// What the pages of the connection need to know.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "kiosk/survey/calendar.h"

namespace smilepost::kiosk {

enum class ConnectionState : std::uint8_t { not_set_up, trying, waits, refused, joined };

struct ConnectionFacts {
  ConnectionState state = ConnectionState::not_set_up;
  std::string backend_url = {};  // where the kiosk is to be, or is
  std::string number = {};       // of this kiosk
  std::string address = {};      // in its network; empty: it is in none
  std::optional<LocalTime> since =
      {};  // it waits to be accepted; nothing where the clock was not set
  bool has_pin = false;
  friend bool operator==(const ConnectionFacts&, const ConnectionFacts&) = default;
};

enum class ConnectionPage : std::uint8_t { state, address, code, pin, pin_again };
enum class ConnectionProblem : std::uint8_t { none, no_address, no_code, weak_pin, pins_differ };

struct ConnectionView {
  ConnectionPage page = ConnectionPage::state;
  ConnectionProblem problem = ConnectionProblem::none;
  ConnectionFacts facts;
  bool by_itself = false;   // nobody asked for it
  bool to_be_read = false;  // nothing can be set
  std::string qr;     // what accepts this kiosk, for somebody's telephone; empty: nothing does
  std::string typed;  // so far, as it is shown
  int digits = 0;     // of the PIN
};

}  // namespace smilepost::kiosk
