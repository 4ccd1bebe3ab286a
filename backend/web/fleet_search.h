// Which kiosks a filter of the fleet page means.
#pragma once

#include <map>
#include <string>

#include "backend/fleet/fleet_facts.h"

namespace smilepost::backend {

// The value of `place` for those that have none.
inline constexpr const char* no_place = "-";

// As asked for in the query: q, group, place, health. Each word of q is part of its name, place,
// group or state, or begins its number.
bool matches(const Judged& kiosk, const std::map<std::string, std::string>& asked);
// Who waits to be accepted has no group and no place yet.
bool matches(const Applicant& applicant, const std::map<std::string, std::string>& asked);

}  // namespace smilepost::backend
