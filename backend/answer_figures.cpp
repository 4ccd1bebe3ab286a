#include "backend/answer_figures.h"

#include <algorithm>
#include <tuple>

namespace smilepost::backend {
namespace {

// Rows come in the order of questions, then of steps.
void add_votes(const Row& row, std::vector<ScaleFigures>& scales) {
  const bool further = row.integer(0) != 0;
  const auto steps = static_cast<std::uint8_t>(row.integer(2));
  const std::uint64_t value = natural_at(row, 3);
  if (value < 1 || value > steps) return;
  const bool goes_on = !scales.empty() && scales.back().further == further &&
                       scales.back().question == row.text(1) &&
                       scales.back().distribution.steps == steps;
  if (!goes_on) {
    scales.push_back({row.text(1), further, {steps, std::vector<std::uint64_t>(steps)}, {}});
  }
  scales.back().distribution.votes[value - 1] += natural_at(row, 4);
}

Status read_votes(Store& store, const record::KioskId& kiosk, record::Audience audience,
                  const Day& day, Flagged flagged, std::vector<ScaleFigures>& scales) {
  return read(
      store,
      "SELECT further, question, steps, value, CAST(sum(visits) AS BIGINT) FROM hourly_vote "
      "WHERE kiosk = ?1 AND audience = ?2 AND hour_ms >= ?3 AND hour_ms < ?4 AND visits > 0 "
      "AND flagged <= ?5 "
      "GROUP BY further, question, steps, value ORDER BY further, question, steps, value",
      [&](const Row& row) { add_votes(row, scales); }, kiosk, audience, day.begin_ms, day.end_ms,
      highest(flagged));
}

// The row without a reason comes first: it counts the visits.
void add_reason(const Row& row, std::vector<FollowUp>& follow_ups) {
  const std::string reason = row.text(1);
  if (reason.empty()) {
    const bool good = natural_at(row, 3) * 2 > natural_at(row, 2);
    follow_ups.push_back({row.text(0), natural_at(row, 2), good, {}});
  } else if (!follow_ups.empty()) {
    follow_ups.back().reasons.push_back({reason, natural_at(row, 2)});
  }
}

Status read_reasons(Store& store, const record::KioskId& kiosk, record::Audience audience,
                    const Day& day, Flagged flagged, std::vector<FollowUp>& follow_ups) {
  return read(
      store,
      "SELECT question, reason, CAST(sum(visits) AS BIGINT), CAST(sum(good_visits) AS BIGINT) "
      "FROM hourly_reason WHERE kiosk = ?1 AND audience = ?2 AND hour_ms >= ?3 AND hour_ms < ?4 "
      "AND flagged <= ?5 "
      "GROUP BY question, reason HAVING sum(visits) > 0 ORDER BY question, reason",
      [&](const Row& row) { add_reason(row, follow_ups); }, kiosk, audience, day.begin_ms,
      day.end_ms, highest(flagged));
}

// Along a path fewer and fewer answer: so the order is about that of the questions.
void put_in_order(std::vector<ScaleFigures>& scales) {
  std::stable_sort(scales.begin(), scales.end(), [](const ScaleFigures& a, const ScaleFigures& b) {
    if (a.further != b.further) return b.further;
    return a.further && a.distribution.sample() > b.distribution.sample();
  });
}

// Praise before blame, then what was said most.
void put_in_order(std::vector<FollowUp>& follow_ups) {
  for (FollowUp& follow_up : follow_ups) {
    std::stable_sort(
        follow_up.reasons.begin(), follow_up.reasons.end(),
        [](const ReasonCount& a, const ReasonCount& b) { return a.visits > b.visits; });
  }
  std::stable_sort(follow_ups.begin(), follow_ups.end(), [](const FollowUp& a, const FollowUp& b) {
    return std::tuple(a.after_good_votes, a.sample) > std::tuple(b.after_good_votes, b.sample);
  });
}

}  // namespace

std::int64_t highest(Flagged flagged) {
  return flagged == Flagged::counted ? 1 : 0;
}

std::vector<Distribution> AnswerFigures::first_distributions() const {
  std::vector<Distribution> first;
  for (const ScaleFigures& one : scales) {
    if (!one.further) first.push_back(one.distribution);
  }
  return first;
}

Result<AnswerFigures> answer_figures_of(Store& store, const record::KioskId& kiosk,
                                        record::Audience audience, const Day& day,
                                        Flagged flagged) {
  AnswerFigures figures;
  if (auto done = read_votes(store, kiosk, audience, day, flagged, figures.scales); !done) {
    return done.error();
  }
  if (auto done = read_reasons(store, kiosk, audience, day, flagged, figures.follow_ups); !done) {
    return done.error();
  }
  for (ScaleFigures& one : figures.scales) one.estimate = estimate_of(one.distribution);
  put_in_order(figures.scales);
  put_in_order(figures.follow_ups);
  figures.happy_index = happy_index_of(figures.first_distributions());
  return figures;
}

}  // namespace smilepost::backend
