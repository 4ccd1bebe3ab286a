// What a kiosk says of an update in its status, one line that people and programs read:
//
//   STATE[ VERSION][: REASON]      "fallen back 1.5: no picture was shown"
//
// STATE is one of nothing, offered, downloading, downloaded, installing, installed, on trial, good,
// fallen back, refused, or of a later kiosk's; words of small letters, so that VERSION, which
// begins with a digit, ends it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smilepost::record {

struct UpdateTold {
  std::string state;
  std::string version;  // empty: none
  std::string reason;   // likewise; a download's progress, too
  friend bool operator==(const UpdateTold&, const UpdateTold&) = default;
};

std::string to_text(const UpdateTold& told);
// Nothing where it is no such line.
std::optional<UpdateTold> read_update_told(std::string_view text);

}  // namespace smilepost::record
