// One kiosk's page, and the groups'.
#include <nlohmann/json.hpp>

#include "backend/web/fleet_view.h"
#include "backend/web/fleet_words.h"
#include "backend/web/form.h"
#include "backend/web/words.h"

namespace smilepost::backend {
namespace {

using nlohmann::json;

void add_status(json& facts, const KioskFacts& kiosk, std::int64_t now_ms) {
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty() && value != "–") facts.push_back({{"name", name}, {"value", value}});
  };
  if (!kiosk.status) {
    add("Its own report", "none yet");
    return;
  }
  const StatusFacts& it = *kiosk.status;
  add("Its own report", ago(now_ms - it.received_ms));
  add("Image", it.image + (it.slot.empty() ? "" : ", slot " + it.slot));
  add("Update", it.update);
  add("Up for", span(static_cast<std::int64_t>(it.uptime_ms)) +
                    (it.starts ? ", program started " + counted(*it.starts, "time", "times") : ""));
  add("Answers waiting on it",
      backlog_words(kiosk) + (it.oldest_ms && it.backlog.value_or(0) > 0
                                  ? ", the oldest of " + moment(*it.oldest_ms)
                                  : ""));
  add("Clock", clock_words(kiosk));
  add("Temperature", temperature_words(kiosk));
  add("Screen", screen_words(kiosk) + (it.renderer.empty() ? "" : " (" + it.renderer + ")"));
  if (it.touches) {
    add("Touch",
        counted(*it.touches, "touch", "touches") + " between its last two reports" +
            (it.untouched_ms ? ", the last one " + span(*it.untouched_ms) + " before the newer"
                             : ""));
  }
}

json facts_view(const KioskFacts& kiosk, std::int64_t now_ms) {
  json facts = json::array();
  const auto add = [&](const char* name, const std::string& value) {
    facts.push_back({{"name", name}, {"value", value}});
  };
  add("Last contact", ago(now_ms - kiosk.last_contact_ms) + ", " + moment(kiosk.last_contact_ms));
  add("Version", version_words(kiosk));
  add("Bundle", bundle_words(kiosk));
  add("Storage", storage_words(kiosk));
  add_status(facts, kiosk, now_ms);
  add("Answers here", with_thousands(kiosk.answers));
  add("Enrolled", moment(kiosk.enrolled_ms));
  return facts;
}

json group_options(const FleetFacts& fleet, const std::string& chosen) {
  json options = json::array();
  for (const Group& group : fleet.groups) {
    options.push_back(
        {{"value", group.name}, {"text", group.name}, {"selected", group.name == chosen}});
  }
  return options;
}

// Who may stand in its place: enrolled, not revoked, not itself. Those without a place first, then
// those of the same.
json heirs_view(const FleetFacts& fleet, const KioskFacts& kiosk) {
  json heirs[3] = {json::array(), json::array(), json::array()};
  for (const Judged& it : fleet.kiosks) {
    if (it.facts.revoked_ms || it.facts.kiosk == kiosk.kiosk) continue;
    const int rank = it.facts.place.empty() ? 0 : it.facts.place == kiosk.place ? 1 : 2;
    heirs[rank].push_back(
        {{"value", record::to_hex(it.facts.kiosk)}, {"text", named_with_place(it.facts)}});
  }
  for (const int rank : {1, 2})
    heirs[0].insert(heirs[0].end(), heirs[rank].begin(), heirs[rank].end());
  return heirs[0];
}

json bundle_options(const FleetFacts& fleet, const Group& group) {
  json options = json::array();
  const bool is_all = group.name == common_group;
  options.push_back({{"value", ""},
                     {"text", is_all ? "none" : "what everybody gets"},
                     {"selected", !group.bundle}});
  for (auto it = fleet.bundles.rbegin(); it != fleet.bundles.rend(); ++it) {
    options.push_back(
        {{"value", std::to_string(it->first)},
         {"text", "bundle " + std::to_string(it->first) + ", of " + moment(it->second)},
         {"selected", group.bundle == it->first}});
  }
  return options;
}

json group_view(const FleetFacts& fleet, const Group& group) {
  std::uint64_t all = 0, have = 0;
  const auto due = fleet.bundle_of(group.name);
  for (const Judged& kiosk : fleet.kiosks) {
    if (kiosk.facts.revoked_ms || kiosk.facts.group != group.name) continue;
    ++all;
    if (due && kiosk.facts.bundle.value_or(0) >= *due) ++have;
  }
  json rings = json::array();
  for (const char* ring : {"canary", "early", common_group}) {
    rings.push_back({{"value", ring}, {"text", ring}, {"selected", group.ring == ring}});
  }
  return {
      {"name", group.name},
      {"note", group.note},
      {"rings", rings},
      {"bundles", bundle_options(fleet, group)},
      {"href", "/fleet?group=" + encode_percent(group.name)},
      {"kiosks", counted(all, "kiosk", "kiosks")},
      {"removable", group.name != common_group},
      {"progress", due ? json("Bundle " + std::to_string(*due) + ": " + with_thousands(have) +
                              " of " + with_thousands(all) + (all == 1 ? " has it." : " have it."))
                       : json("No bundle yet: its kiosks have what lies on their own cards.")}};
}

}  // namespace

json log_view(const std::vector<LogEntry>& log) {
  json all = json::array();
  for (const LogEntry& it : log) {
    all.push_back({{"time", moment(it.at_ms)}, {"what", it.what}, {"who", it.who}});
  }
  return all;
}

json kiosk_view(const FleetFacts& fleet, const Judged& kiosk, const KioskPage& page,
                std::int64_t now_ms) {
  const KioskFacts& it = kiosk.facts;
  json view{
      {"id", record::to_hex(it.kiosk)},
      {"name", it.name()},
      {"label", it.label},
      {"place", it.place},
      {"has_place", !it.place.empty()},
      {"since", it.placed_ms ? json("It stands there since " + moment(*it.placed_ms)) : json()},
      {"revoked", it.revoked_ms.has_value()},
      {"in_service", !it.revoked_ms},
      {"replaced_by", it.replaced_by ? json{{"heir", record::to_hex(*it.replaced_by)}} : json()},
      {"waits", it.epoch_waits_ms.has_value()},
      {"well", kiosk.findings.empty() && !it.revoked_ms},
      {"findings", findings_view(kiosk.findings)},
      {"facts", facts_view(it, now_ms)},
      {"groups", group_options(fleet, it.group)},
      {"heirs", heirs_view(fleet, it)},
      {"log", log_view(page.log)},
      {"asked", it.diagnostics_asked_ms
                    ? json("Asked for " + ago(now_ms - *it.diagnostics_asked_ms) +
                           ": they come after its next report.")
                    : json()},
      {"diagnostics", json::array()},
      {"standings", json::array()}};
  view["any_heir"] = !view["heirs"].empty();
  view["any_log"] = !view["log"].empty();
  for (const std::int64_t at : page.diagnostics) {
    view["diagnostics"].push_back({{"text", moment(at)},
                                   {"href", "/fleet/diagnostics?id=" + record::to_hex(it.kiosk) +
                                                "&at=" + std::to_string(at)}});
  }
  for (std::size_t i = 1; i < page.standings.size(); ++i) {
    const Standing& before = page.standings[i];
    view["standings"].push_back(
        {{"text", (before.label.empty() ? std::string("no name") : before.label) +
                      (before.place.empty() ? "" : " in " + before.place)},
         {"until", moment(page.standings[i - 1].since_ms)}});
  }
  view["any_standing"] = !view["standings"].empty();
  return view;
}

json groups_view(const FleetFacts& fleet, const std::vector<LogEntry>& log) {
  json view{{"all", json::array()}, {"log", log_view(log)}};
  for (const Group& group : fleet.groups) view["all"].push_back(group_view(fleet, group));
  view["any_log"] = !view["log"].empty();
  return view;
}

}  // namespace smilepost::backend
