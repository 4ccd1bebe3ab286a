// How a place in a JSON file stands in a message, which is one short line whatever the file says.
#pragma once

#include <string>
#include <string_view>

namespace smilepost::kiosk {

// Control characters are escaped as JSON does ("\u000a"); what is longer than 60 bytes is cut.
std::string quotable(std::string_view utf8);

// A member's name as part of a JSON pointer (RFC 6901), quotable.
std::string pointer_token(std::string_view key);

}  // namespace smilepost::kiosk
