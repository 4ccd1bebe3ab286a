// What the screens need to know of a call for a colleague.
#pragma once

#include <cstdint>
#include <string>

namespace smilepost::kiosk {

enum class CallStage : std::uint8_t {
  closed,
  confirm,  // "Call a colleague to this screen?"
  asking,
  coming,  // a human said so
  nobody,  // did within a minute
};

struct CallView {
  bool offered = false;                 // somebody would see it: the bell shows
  CallStage stage = CallStage::closed;  // over the session's stage
  std::string place;                    // "the information desk", in the language in force
};

}  // namespace smilepost::kiosk
