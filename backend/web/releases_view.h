// What the releases' page shows: releases and the fleet in, a template's view out.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "backend/fleet/fleet_facts.h"
#include "backend/releases.h"

namespace smilepost::backend {

struct ReleaseFacts {
  std::vector<Release> releases;  // highest first
  std::map<std::string, Outcomes> outcomes;
};

nlohmann::json releases_view(const FleetFacts& fleet, const ReleaseFacts& facts);

// "percent" of a form: a whole number from 0 to 100, or nothing.
std::optional<std::int64_t> percent_in(const std::map<std::string, std::string>& form);

// What is asked before a release goes to more kiosks, or back: with how many take it, as each would
// be told. Null: it need not be asked, or was answered (sure) while the release stood as it does
// now (state).
nlohmann::json release_question(const FleetFacts& fleet, const ReleaseFacts& facts,
                                const std::map<std::string, std::string>& form);

}  // namespace smilepost::backend
