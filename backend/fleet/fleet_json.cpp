#include "backend/fleet/fleet_json.h"

#include <nlohmann/json.hpp>

namespace smilepost::backend {
namespace {

using nlohmann::json;

template <class T>
json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json();
}

json text_or_null(const std::string& text) {
  return text.empty() ? json() : json(text);
}

const char* to_string(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::watch:
      return "watch";
    case Severity::ill:
      return "ill";
  }
  return "";
}

json findings_json(const std::vector<Finding>& findings) {
  json all = json::array();
  for (const Finding& finding : findings) {
    all.push_back({{"severity", to_string(finding.severity)},
                   {"what", finding.what},
                   {"remedy", finding.remedy}});
  }
  return all;
}

json status_json(const std::optional<StatusFacts>& status) {
  if (!status) return nullptr;
  return {{"received_ms", status->received_ms},
          {"image", text_or_null(status->image)},
          {"slot", text_or_null(status->slot)},
          {"update", text_or_null(status->update)},
          {"safe_mode", text_or_null(status->safe_mode)},
          {"uptime_ms", status->uptime_ms},
          {"starts", or_null(status->starts)},
          {"backlog", or_null(status->backlog)},
          {"clock_off_ms", status->clock_off_ms},
          {"wear_percent", or_null(status->wear_percent)},
          {"free_bytes", or_null(status->free_bytes)},
          {"failed_writes", or_null(status->failed_writes)},
          {"temperature_celsius", or_null(status->temperature)},
          {"renderer", text_or_null(status->renderer)},
          {"frames", status->frames},
          {"slow_frames", status->slow_frames},
          {"worst_frame_ms", status->worst_frame_ms},
          {"touches", or_null(status->touches)},
          {"stuck_touches", or_null(status->stuck_touches)},
          {"untouched_ms", or_null(status->untouched_ms)}};
}

json kiosk_json(const Judged& judged) {
  const KioskFacts& it = judged.facts;
  return {{"kiosk", record::to_hex(it.kiosk)},
          {"label", it.label},
          {"place", it.place},
          {"group", it.group},
          {"enrolled_ms", it.enrolled_ms},
          {"last_contact_ms", it.last_contact_ms},
          {"revoked_ms", or_null(it.revoked_ms)},
          {"restored_ms", or_null(it.restored_ms)},
          {"copied_ms", or_null(it.copied_ms)},
          {"replaced_by", it.replaced_by ? json(record::to_hex(*it.replaced_by)) : json()},
          {"answers", it.answers},
          {"software", text_or_null(it.software)},
          {"bundle", or_null(it.bundle)},
          {"bundle_due", or_null(it.due_bundle)},
          {"bundle_fetched_ms", or_null(it.bundle_fetched_ms)},
          {"health", to_string(judged.health)},
          {"findings", findings_json(judged.findings)},
          {"status", status_json(it.status)}};
}

json waiting_json(const FleetFacts& fleet) {
  json waiting = json::array();
  for (const Applicant& it : fleet.applicants) {
    waiting.push_back({{"kiosk", record::to_hex(it.kiosk)},
                       {"what", "enrolment"},
                       {"label", it.label},
                       {"asked_ms", it.asked_ms}});
  }
  for (const Judged& it : fleet.kiosks) {
    if (!it.facts.epoch_waits_ms) continue;
    waiting.push_back({{"kiosk", record::to_hex(it.facts.kiosk)},
                       {"what", "epoch"},
                       {"label", it.facts.label},
                       {"asked_ms", *it.facts.epoch_waits_ms}});
  }
  return waiting;
}

json refused_json(const FleetFacts& fleet) {
  json refused = json::array();
  for (const Applicant& it : fleet.refused) {
    refused.push_back({{"kiosk", record::to_hex(it.kiosk)},
                       {"label", it.label},
                       {"asked_ms", it.asked_ms},
                       {"refused_ms", or_null(it.refused_ms)}});
  }
  return refused;
}

json groups_json(const FleetFacts& fleet) {
  json groups = json::array();
  for (const Group& it : fleet.groups) {
    groups.push_back({{"name", it.name},
                      {"ring", it.ring},
                      {"note", it.note},
                      {"bundle", or_null(fleet.bundle_of(it.name))}});
  }
  return groups;
}

json counts_json(const FleetFacts& fleet) {
  json counts{{"waiting", fleet.applicants.size() + fleet.count(Condition::waits)}};
  for (const Condition health :
       {Condition::ill, Condition::watch, Condition::well, Condition::retired}) {
    counts[to_string(health)] = fleet.count(health);
  }
  return counts;
}

}  // namespace

std::string fleet_json(const FleetFacts& fleet, std::int64_t now_ms) {
  json all{{"waiting", waiting_json(fleet)}, {"refused", refused_json(fleet)},
           {"groups", groups_json(fleet)},   {"counts", counts_json(fleet)},
           {"kiosks", json::array()},        {"now_ms", now_ms}};
  for (const Judged& kiosk : fleet.kiosks) all["kiosks"].push_back(kiosk_json(kiosk));
  return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace smilepost::backend
