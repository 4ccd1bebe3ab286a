#include "backend/staff.h"

namespace smilepost::backend {
namespace {

struct Visits {
  std::uint64_t all = 0, flagged = 0;
};

Result<Visits> visits_of(Store& store, const record::KioskId& kiosk, const Day& day) {
  Visits visits;
  const Status done = read(
      store,
      "SELECT count(*), count(*) FILTER (WHERE flags <> 0) FROM visit WHERE kiosk = ?1 AND "
      "counted_ms >= ?2 AND counted_ms < ?3 AND audience = ?4",
      [&](const Row& row) {
        visits = {natural_at(row, 0), natural_at(row, 1)};
      },
      kiosk, day.begin_ms, day.end_ms, record::Audience::staff);
  if (!done) return done.error();
  return visits;
}

// Nor may the figures with doubtful visits and without them say together what single ones were.
bool are_enough(const Visits& visits, Flagged flagged) {
  if (flagged == Flagged::counted) return visits.all >= fewest_of_staff;
  const bool differs_by_few = visits.flagged > 0 && visits.flagged < fewest_of_staff;
  return visits.all - visits.flagged >= fewest_of_staff && !differs_by_few;
}

void leave_out_what_few_said(AnswerFigures& answers) {
  std::erase_if(answers.scales, [](const ScaleFigures& one) {
    return one.distribution.sample() < fewest_of_staff;
  });
  for (FollowUp& one : answers.follow_ups) {
    std::erase_if(one.reasons,
                  [](const ReasonCount& reason) { return reason.visits < fewest_of_staff; });
  }
  std::erase_if(answers.follow_ups, [](const FollowUp& one) { return one.reasons.empty(); });
  answers.happy_index = happy_index_of(answers.first_distributions());
}

Result<SaidByStaff> said_by_staff(Store& store, const record::KioskId& kiosk, const Day& day,
                                  Flagged flagged, const Visits& visits) {
  auto answers = answer_figures_of(store, kiosk, record::Audience::staff, day, flagged);
  if (!answers) return answers.error();
  leave_out_what_few_said(*answers);
  return SaidByStaff{visits.all - (flagged == Flagged::left_out ? visits.flagged : 0),
                     visits.flagged >= fewest_of_staff ? visits.flagged : 0, *std::move(answers)};
}

}  // namespace

Result<std::optional<StaffFigures>> staff_figures_of(Store& store, const record::KioskId& kiosk,
                                                     const Day& day, Flagged flagged) {
  bool ever = false;
  const Status asked = read(
      store, "SELECT 1 FROM hourly_vote WHERE kiosk = ?1 AND audience = ?2 LIMIT 1",
      [&](const Row&) { ever = true; }, kiosk, record::Audience::staff);
  if (!asked) return asked.error();
  if (!ever) return std::optional<StaffFigures>();
  const auto visits = visits_of(store, kiosk, day);
  if (!visits) return visits.error();
  if (!are_enough(*visits, flagged)) return std::optional(StaffFigures{});
  auto said = said_by_staff(store, kiosk, day, flagged, *visits);
  if (!said) return said.error();
  return std::optional(StaffFigures{*std::move(said)});
}

}  // namespace smilepost::backend
