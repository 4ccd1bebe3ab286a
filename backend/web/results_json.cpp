#include <nlohmann/json.hpp>

#include "backend/web/view.h"

namespace smilepost::backend {

using nlohmann::json;

static json estimate_json(const std::optional<Estimate>& estimate) {
  if (!estimate) return nullptr;
  json out = {{"mean", estimate->mean}, {"sample", estimate->sample}, {"range", nullptr}};
  if (estimate->range) out["range"] = {estimate->range->first, estimate->range->second};
  return out;
}

static const char* name_of(Scale scale) {
  switch (scale) {
    case Scale::yes_no:
      return "yes_no";
    case Scale::faces:
      return "faces";
    case Scale::effort:
      return "effort";
    case Scale::recommendation:
      return "recommendation";
    case Scale::other:
      break;
  }
  return "other";
}

static json scale_json(const ScaleFigures& one) {
  return {{"question", one.question},
          {"further", one.further},
          {"scale", name_of(scale_of(one.distribution.steps))},
          {"steps", one.distribution.steps},
          {"votes", one.distribution.votes},
          {"estimate", estimate_json(one.estimate)}};
}

static json follow_up_json(const FollowUp& follow_up) {
  json reasons = json::array();
  for (const ReasonCount& reason : follow_up.reasons) {
    reasons.push_back({{"reason", reason.reason}, {"visits", reason.visits}});
  }
  return {{"question", follow_up.question}, {"sample", follow_up.sample}, {"reasons", reasons}};
}

static void add_answers(const AnswerFigures& answers, json& out) {
  out["happy_index"] = estimate_json(answers.happy_index);
  out["questions"] = json::array();
  out["follow_ups"] = json::array();
  for (const ScaleFigures& one : answers.scales) out["questions"].push_back(scale_json(one));
  for (const FollowUp& one : answers.follow_ups) out["follow_ups"].push_back(follow_up_json(one));
}

// Null where no staff ever answered; `visits` is null where too few did to be shown.
static json staff_json(const std::optional<StaffFigures>& staff) {
  if (!staff) return nullptr;
  if (!staff->said) return {{"visits", nullptr}};
  json out = {{"visits", staff->said->visits}, {"visits_flagged", staff->said->visits_flagged}};
  add_answers(staff->said->answers, out);
  return out;
}

static json storage_json(const Storage& storage) {
  return {{"lost", storage.lost},
          {"damaged", storage.damaged},
          {"put_back", storage.put_back},
          {"missing", storage.missing},
          {"gone", storage.gone},
          {"free_bytes", storage.free_bytes ? json(*storage.free_bytes) : json()},
          {"failed_writes", storage.failed_writes},
          {"damaged_files", storage.damaged_files}};
}

static const char* flag_name(record::Flag flag) {
  switch (flag) {
    case record::Flag::quick:
      return "quick";
    case record::Flag::burst:
      return "burst";
    case record::Flag::several_contacts:
      return "several_contacts";
    case record::Flag::resting_contact:
      return "resting_contact";
    case record::Flag::pattern:
      return "pattern";
  }
  return "later";
}

static json flags_json(const std::map<record::Flag, std::uint64_t>& flags) {
  json out = json::object();
  for (const auto& [flag, visits] : flags) out[flag_name(flag)] = visits;
  return out;
}

static json kiosk_json(const KioskFigures& kiosk) {
  json out = {{"kiosk", record::to_hex(kiosk.kiosk)},
              {"label", kiosk.label},
              {"software", kiosk.software},
              {"last_contact_ms", kiosk.last_contact_ms},
              {"visits", kiosk.visits},
              {"visits_corrected", kiosk.visits_corrected},
              {"visits_by_arrival", kiosk.visits_by_arrival},
              {"visits_unconfirmed", kiosk.visits_unconfirmed},
              {"visits_moved", kiosk.visits_moved},
              {"visits_flagged", kiosk.visits_flagged},
              {"flags", flags_json(kiosk.flags)},
              {"staff", staff_json(kiosk.staff)},
              {"answer_records", kiosk.answer_records},
              {"comparison", nullptr},
              {"unreadable", kiosk.unreadable},
              {"without_visit", kiosk.without_visit},
              {"implausible", kiosk.implausible},
              {"wrong_times", kiosk.wrong_times},
              {"forks", kiosk.forks},
              {"copied", kiosk.copied},
              {"revoked", kiosk.revoked},
              {"storage", storage_json(kiosk.storage)}};
  add_answers(kiosk.answers, out);
  if (kiosk.comparison) {
    out["comparison"] = {{"kiosk_has", kiosk.comparison->kiosk_has},
                         {"server_has", kiosk.comparison->server_has}};
  }
  return out;
}

json results_json(const Figures& figures) {
  json out = {{"day", figures.today.date}, {"kiosks", json::array()}};
  const auto sum = [&](std::uint64_t KioskFigures::*figure) {
    std::uint64_t all = 0;
    for (const KioskFigures& kiosk : figures.kiosks) all += kiosk.*figure;
    return all;
  };
  for (const KioskFigures& kiosk : figures.kiosks) out["kiosks"].push_back(kiosk_json(kiosk));
  out["answer_records"] = sum(&KioskFigures::answer_records);
  out["visits"] = sum(&KioskFigures::visits);
  out["visits_corrected"] = sum(&KioskFigures::visits_corrected);
  out["visits_by_arrival"] = sum(&KioskFigures::visits_by_arrival);
  out["visits_unconfirmed"] = sum(&KioskFigures::visits_unconfirmed);
  out["visits_moved"] = sum(&KioskFigures::visits_moved);
  out["visits_flagged"] = sum(&KioskFigures::visits_flagged);
  return out;
}

}  // namespace smilepost::backend
