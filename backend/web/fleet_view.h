// What the fleet's pages show: judged facts in, a template's view out.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "backend/fleet/fleet_facts.h"

namespace smilepost::backend {

// As asked for in the query: q, group, place, health, page.
nlohmann::json fleet_view(const FleetFacts& fleet, const std::map<std::string, std::string>& asked,
                          std::int64_t now_ms);

// For the list and for one kiosk's page alike.
nlohmann::json findings_view(const std::vector<Finding>& findings);

struct KioskPage {
  std::vector<LogEntry> log;
  std::vector<Standing> standings;
  std::vector<std::int64_t> diagnostics;  // when each came, the newest first
};
nlohmann::json kiosk_view(const FleetFacts& fleet, const Judged& kiosk, const KioskPage& page,
                          std::int64_t now_ms);

nlohmann::json groups_view(const FleetFacts& fleet, const std::vector<LogEntry>& log);

// What is asked before a button is believed that cannot be undone; `back`: the page that it is on.
// Null: it need not be asked.
nlohmann::json confirm_view(const FleetFacts& fleet, const std::map<std::string, std::string>& form,
                            const std::string& back);

nlohmann::json log_view(const std::vector<LogEntry>& log);

// "Saturday 21 November, 14:05".
std::string moment(std::int64_t wall_ms);

}  // namespace smilepost::backend
