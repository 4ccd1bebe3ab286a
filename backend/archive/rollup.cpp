#include "backend/archive/rollup.h"

#include "backend/archive/visit_path.h"
#include "backend/day.h"
#include "backend/scales.h"

namespace smilepost::backend {

void Rollup::change(const VisitRow& visit, std::int64_t by) {
  const auto path = path_of(visit);
  if (path.empty()) return;
  Asked asked{visit.key.chain.kiosk,
              static_cast<std::int64_t>(visit.audience),
              hour_of(visit.counted_ms()),
              {},
              visit.flags != 0};
  const auto& rating = path.front()->second.vote;
  const bool good = rating && is_good(rating->steps, rating->value);
  for (const Answered* answered : path) {
    asked.question = answered->first;
    if (const auto& vote = answered->second.vote) {
      votes_[{asked, answered != path.front(), vote->steps, vote->value}] += by;
    }
    change(asked, answered->second, good, by);
  }
}

void Rollup::change(const Asked& asked, const AnswerInForce& answer, bool good, std::int64_t by) {
  if (answer.reasons.empty()) return;
  const auto count = [&](const std::string& reason) {
    Visits& visits = reasons_[{asked, reason}];
    visits.all += by;
    visits.good += good ? by : 0;
  };
  count("");
  for (const std::string& reason : answer.reasons) count(reason);
}

Status Rollup::write(Store& store) const {
  if (auto done = write_votes(store); !done) return done;
  return write_reasons(store);
}

Status Rollup::write_votes(Store& store) const {
  using enum Column;
  Table votes({blob, integer, integer, text, integer, integer, integer, integer, integer});
  for (const auto& [key, visits] : votes_) {
    const auto& [asked, further, steps, value] = key;
    if (visits == 0) continue;
    votes.add(asked.kiosk, asked.audience, asked.hour_ms, asked.question, further, steps, value,
              asked.flagged, visits);
  }
  return run_for(store,
                 "INSERT INTO hourly_vote (kiosk, audience, hour_ms, question, further, steps, "
                 "value, flagged, visits) SELECT * FROM {rows} WHERE true "
                 "ON CONFLICT (kiosk, audience, hour_ms, question, further, steps, value, flagged) "
                 "DO UPDATE SET visits = hourly_vote.visits + excluded.visits",
                 votes);
}

Status Rollup::write_reasons(Store& store) const {
  using enum Column;
  Table reasons({blob, integer, integer, text, text, integer, integer, integer});
  for (const auto& [key, visits] : reasons_) {
    const auto& [asked, reason] = key;
    if (visits == Visits{}) continue;
    reasons.add(asked.kiosk, asked.audience, asked.hour_ms, asked.question, reason, asked.flagged,
                visits.all, visits.good);
  }
  return run_for(store,
                 "INSERT INTO hourly_reason (kiosk, audience, hour_ms, question, reason, flagged, "
                 "visits, good_visits) SELECT * FROM {rows} WHERE true "
                 "ON CONFLICT (kiosk, audience, hour_ms, question, reason, flagged) "
                 "DO UPDATE SET visits = hourly_reason.visits + excluded.visits, "
                 "good_visits = hourly_reason.good_visits + excluded.good_visits",
                 reasons);
}

Status Rollup::read_votes(Store& store, const record::KioskId& kiosk) {
  return read(
      store,
      "SELECT audience, hour_ms, question, flagged, further, steps, value, visits FROM hourly_vote "
      "WHERE kiosk = ?1 AND visits <> 0",
      [&](const Row& row) {
        const Asked asked{kiosk, row.integer(0), row.integer(1), row.text(2), row.integer(3) != 0};
        votes_[{asked, row.integer(4) != 0, row.integer(5), row.integer(6)}] = row.integer(7);
      },
      kiosk);
}

Status Rollup::read_reasons(Store& store, const record::KioskId& kiosk) {
  return read(
      store,
      "SELECT audience, hour_ms, question, flagged, reason, visits, good_visits FROM hourly_reason "
      "WHERE kiosk = ?1 AND (visits <> 0 OR good_visits <> 0)",
      [&](const Row& row) {
        const Asked asked{kiosk, row.integer(0), row.integer(1), row.text(2), row.integer(3) != 0};
        reasons_[{asked, row.text(4)}] = {row.integer(5), row.integer(6)};
      },
      kiosk);
}

Result<bool> Rollup::is_stored_of(Store& store, const record::KioskId& kiosk) const {
  Rollup stored;
  if (auto done = stored.read_votes(store, kiosk); !done) return done.error();
  if (auto done = stored.read_reasons(store, kiosk); !done) return done.error();
  return stored.votes_ == votes_ && stored.reasons_ == reasons_;
}

}  // namespace smilepost::backend
