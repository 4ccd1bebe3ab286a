// Whether this machine is in a network at all, to tell whoever sets it up.
#pragma once

#include <string>

namespace smilepost::platform {

// Its address there, "192.168.1.20"; IPv6 where it has no other. Empty: no network but itself.
std::string own_address();

}  // namespace smilepost::platform
