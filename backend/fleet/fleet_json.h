// The fleet for programs: IT's monitoring, and smilepost fleet.
#pragma once

#include "backend/fleet/fleet_facts.h"

namespace smilepost::backend {

// {"kiosks": […], "waiting": […], "groups": […], "counts": {…}, "now_ms": …}; what is not known is
// null.
std::string fleet_json(const FleetFacts& fleet, std::int64_t now_ms);

}  // namespace smilepost::backend
