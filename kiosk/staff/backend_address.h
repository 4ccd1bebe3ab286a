// A backend's address as people write it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smilepost::kiosk {

// "https://" and a host, perhaps a port and a path; it may be left out, and is added. Plain http
// only to this machine. Nothing where it can be no address: spaces, a login, another scheme.
std::optional<std::string> backend_address(std::string_view text);

}  // namespace smilepost::kiosk
