#include "backend/archive/rollup.h"

#include "backend/day.h"

namespace smilepost::backend {

// Reasons of a follow-up that the last vote no longer leads to were taken back with that vote.
void Rollup::change(const VisitRow& visit, std::int64_t by) {
  const record::KioskId& kiosk = visit.key.chain.kiosk;
  const std::int64_t hour_ms = hour_of(visit.counted_ms());
  const bool flagged = visit.flags != 0;
  if (!visit.value || !visit.steps) return;
  votes_[{kiosk, hour_ms, visit.question, *visit.steps, *visit.value, flagged}] += by;
  if (!visit.leads_to) return;
  const auto given = visit.reasons.find(*visit.leads_to);
  if (given == visit.reasons.end() || given->second.empty()) return;
  const std::int64_t good = *visit.value * 2 > *visit.steps + 1 ? by : 0;
  const auto count = [&](const std::string& reason) {
    Visits& visits = reasons_[{kiosk, hour_ms, given->first, reason, flagged}];
    visits.all += by;
    visits.good += good;
  };
  count("");
  for (const std::string& reason : given->second) count(reason);
}

Status Rollup::write(Store& store) const {
  using enum Column;
  Table votes({blob, integer, text, integer, integer, integer, integer});
  for (const auto& [key, visits] : votes_) {
    const auto& [kiosk, hour_ms, question, steps, value, flagged] = key;
    if (visits != 0) votes.add(kiosk, hour_ms, question, steps, value, flagged, visits);
  }
  Status counted =
      run_for(store,
              "INSERT INTO hourly_vote (kiosk, hour_ms, question, steps, value, flagged, visits) "
              "SELECT * FROM {rows} WHERE true "
              "ON CONFLICT (kiosk, hour_ms, question, steps, value, flagged) "
              "DO UPDATE SET visits = hourly_vote.visits + excluded.visits",
              votes);
  if (!counted) return counted;
  Table reasons({blob, integer, text, text, integer, integer, integer});
  for (const auto& [key, visits] : reasons_) {
    const auto& [kiosk, hour_ms, question, reason, flagged] = key;
    if (visits.all != 0 || visits.good != 0) {
      reasons.add(kiosk, hour_ms, question, reason, flagged, visits.all, visits.good);
    }
  }
  return run_for(
      store,
      "INSERT INTO hourly_reason (kiosk, hour_ms, question, reason, flagged, visits, good_visits) "
      "SELECT * FROM {rows} WHERE true ON CONFLICT (kiosk, hour_ms, question, reason, flagged) "
      "DO UPDATE SET visits = hourly_reason.visits + excluded.visits, "
      "good_visits = hourly_reason.good_visits + excluded.good_visits",
      reasons);
}

Result<bool> Rollup::is_stored_of(Store& store, const record::KioskId& kiosk) const {
  Rollup stored;
  Status votes = read(
      store,
      "SELECT hour_ms, question, steps, value, flagged, visits FROM hourly_vote WHERE kiosk = ?1 "
      "AND "
      "visits <> 0",
      [&](const Row& row) {
        stored.votes_[{kiosk, row.integer(0), row.text(1), row.integer(2), row.integer(3),
                       row.integer(4) != 0}] = row.integer(5);
      },
      kiosk);
  if (!votes) return votes.error();
  Status reasons = read(
      store,
      "SELECT hour_ms, question, reason, flagged, visits, good_visits FROM hourly_reason "
      "WHERE kiosk = ?1 "
      "AND (visits <> 0 OR good_visits <> 0)",
      [&](const Row& row) {
        stored.reasons_[{kiosk, row.integer(0), row.text(1), row.text(2), row.integer(3) != 0}] = {
            row.integer(4), row.integer(5)};
      },
      kiosk);
  if (!reasons) return reasons.error();
  return stored.votes_ == votes_ && stored.reasons_ == reasons_;
}

}  // namespace smilepost::backend
