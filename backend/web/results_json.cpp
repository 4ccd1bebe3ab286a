#include <nlohmann/json.hpp>

#include "backend/web/view.h"

namespace smilepost::backend {

using nlohmann::json;

static json index_json(const std::optional<HappyIndex>& index) {
  if (!index) return nullptr;
  json out = {{"mean", index->mean}, {"sample", index->sample}, {"range", nullptr}};
  if (index->range) out["range"] = {index->range->first, index->range->second};
  return out;
}

static json follow_up_json(const FollowUp& follow_up) {
  json reasons = json::array();
  for (const ReasonCount& reason : follow_up.reasons) {
    reasons.push_back({{"reason", reason.reason}, {"visits", reason.visits}});
  }
  return {{"question", follow_up.question}, {"sample", follow_up.sample}, {"reasons", reasons}};
}

static json kiosk_json(const KioskFigures& kiosk) {
  json out = {{"kiosk", record::to_hex(kiosk.kiosk)},
              {"label", kiosk.label},
              {"software", kiosk.software},
              {"last_contact_ms", kiosk.last_contact_ms},
              {"visits", kiosk.visits},
              {"visits_by_arrival", kiosk.visits_by_arrival},
              {"visits_unconfirmed", kiosk.visits_unconfirmed},
              {"distribution", json::array()},
              {"happy_index", index_json(kiosk.happy_index)},
              {"follow_ups", json::array()},
              {"answer_records", kiosk.answer_records},
              {"comparison", nullptr},
              {"unreadable", kiosk.unreadable},
              {"without_visit", kiosk.without_visit},
              {"implausible", kiosk.implausible},
              {"forks", kiosk.forks}};
  for (const Distribution& one : kiosk.distributions) {
    out["distribution"].push_back({{"steps", one.steps}, {"votes", one.votes}});
  }
  for (const FollowUp& one : kiosk.follow_ups) out["follow_ups"].push_back(follow_up_json(one));
  if (kiosk.comparison) {
    out["comparison"] = {{"kiosk_has", kiosk.comparison->kiosk_has},
                         {"server_has", kiosk.comparison->server_has}};
  }
  return out;
}

json results_json(const Figures& figures) {
  json out = {{"day", figures.today.date}, {"kiosks", json::array()}};
  std::uint64_t answer_records = 0;
  std::uint64_t visits = 0;
  for (const KioskFigures& kiosk : figures.kiosks) {
    out["kiosks"].push_back(kiosk_json(kiosk));
    answer_records += kiosk.answer_records;
    visits += kiosk.visits;
  }
  out["answer_records"] = answer_records;
  out["visits"] = visits;
  return out;
}

}  // namespace smilepost::backend
