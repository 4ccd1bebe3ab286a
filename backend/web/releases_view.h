// What the releases' page shows: listed releases and the fleet in, a template's view out.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "backend/fleet/fleet_facts.h"
#include "backend/releases.h"

namespace smilepost::backend {

nlohmann::json releases_view(const FleetFacts& fleet, const std::vector<ListedRelease>& releases);

// "percent" of a form: a whole number from 0 to 100, or nothing.
std::optional<std::int64_t> percent_in(const std::map<std::string, std::string>& form);

// What is asked before a release goes to more kiosks, or back. Null: it need not be asked.
nlohmann::json release_question(const FleetFacts& fleet, const std::vector<ListedRelease>& releases,
                                const std::map<std::string, std::string>& form);

}  // namespace smilepost::backend
