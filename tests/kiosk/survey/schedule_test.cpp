#include "kiosk/survey/schedule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace smilepost::kiosk {
namespace {

constexpr Span day_long{8 * 60, 20 * 60};
constexpr Date monday{2027, 3, 1}, tuesday{2027, 3, 2}, friday{2027, 3, 5}, saturday{2027, 3, 6},
    sunday{2027, 3, 7};

LocalTime at(const Date& date, int hour, int minute = 0) {
  return {date, hour * 60 + minute};
}

record::StaffAction set(const std::string& id) {
  return {id, {}, {}};
}

Schedule open_on_weekdays() {
  Schedule schedule;
  for (std::size_t day = 0; day < 5; ++day) schedule.open[day] = {day_long};
  return schedule;
}

bool open_at(const Schedule& schedule, const LocalTime& time) {
  return state_at(schedule, time).open;
}

std::string shown_at(const Schedule& schedule, const LocalTime& time) {
  return state_at(schedule, time).shows.survey_set;
}

TEST(Schedule, IsOpenFromTheFirstMinuteUntilBeforeTheLast) {
  const auto schedule = open_on_weekdays();
  EXPECT_FALSE(open_at(schedule, at(monday, 7, 59)));
  EXPECT_TRUE(open_at(schedule, at(monday, 8)));
  EXPECT_TRUE(open_at(schedule, at(monday, 19, 59)));
  EXPECT_FALSE(open_at(schedule, at(monday, 20)));
  EXPECT_FALSE(open_at(schedule, at(saturday, 12)));
}

TEST(Schedule, ABreakAtNoonIsClosed) {
  auto schedule = open_on_weekdays();
  schedule.open[0] = {{8 * 60, 13 * 60}, {14 * 60, 20 * 60}};
  EXPECT_FALSE(open_at(schedule, at(monday, 13)));
  EXPECT_TRUE(open_at(schedule, at(monday, 14)));
  EXPECT_EQ(next_opening(schedule, at(monday, 13)), at(monday, 14));
}

TEST(Schedule, HoursPastMidnightBelongToTheDayOnWhichTheyBegin) {
  Schedule schedule;
  schedule.open[4] = {{20 * 60, 26 * 60}};
  EXPECT_TRUE(open_at(schedule, at(friday, 23)));
  EXPECT_TRUE(open_at(schedule, at(saturday, 1, 59)));
  EXPECT_FALSE(open_at(schedule, at(saturday, 2)));
  EXPECT_FALSE(open_at(schedule, at(friday, 1)));
  // Closed on Saturday: Friday's night still ends at two.
  schedule.exceptions = {{{saturday, saturday}, "stocktaking", {}}};
  EXPECT_TRUE(open_at(schedule, at(saturday, 1)));
}

TEST(Schedule, AnExceptionIsClosedOrHasOtherHours) {
  auto schedule = open_on_weekdays();
  schedule.exceptions = {{{monday, monday}, "stocktaking", {}},
                         {{tuesday, tuesday}, "", {{10 * 60, 12 * 60}}}};
  EXPECT_FALSE(open_at(schedule, at(monday, 12)));
  EXPECT_EQ(state_at(schedule, at(monday, 12)).exception, "stocktaking");
  EXPECT_FALSE(open_at(schedule, at(tuesday, 9)));
  EXPECT_TRUE(open_at(schedule, at(tuesday, 10)));
  EXPECT_FALSE(open_at(schedule, at(tuesday, 12)));
}

TEST(Schedule, ADayWithoutAYearReturnsEachYearAndADatedOneBeforeItComesFirst) {
  auto schedule = open_on_weekdays();
  const Date eve_2027{2027, 12, 24};
  schedule.exceptions = {{{eve_2027, eve_2027}, "until one", {{8 * 60, 13 * 60}}},
                         {{{0, 12, 24}, {0, 12, 24}}, "Christmas Eve", {}}};
  EXPECT_TRUE(open_at(schedule, at(eve_2027, 9)));
  EXPECT_FALSE(open_at(schedule, at({2029, 12, 24}, 9)));
  EXPECT_TRUE(open_at(schedule, at({2029, 12, 25}, 9)));
}

TEST(Schedule, ARangeOfEveryYearMayPassNewYear) {
  const DateRange feasts{{0, 12, 24}, {0, 1, 6}};
  EXPECT_TRUE(feasts.contains({2027, 12, 24}));
  EXPECT_TRUE(feasts.contains({2028, 1, 6}));
  EXPECT_FALSE(feasts.contains({2028, 1, 7}));
  EXPECT_FALSE(feasts.contains({2027, 12, 23}));
  const DateRange leap_day{{0, 2, 29}, {0, 2, 29}};
  EXPECT_TRUE(leap_day.contains({2028, 2, 29}));
  EXPECT_FALSE(leap_day.contains({2027, 3, 1}));
}

TEST(Schedule, TheFirstRuleThatFitsShowsAndWithoutOneTheFirstChoice) {
  Schedule schedule;
  ScheduleRule lunch{.hours = {11 * 60, 14 * 60}, .shows = set("canteen")};
  lunch.weekdays = {true, true, true, true, true, false, false};
  const ScheduleRule spring{.dates = DateRange{{2027, 3, 1}, {2027, 5, 31}},
                            .shows = set("spring")};
  schedule.rules = {lunch, spring};
  EXPECT_EQ(shown_at(schedule, at(monday, 12)), "canteen");
  EXPECT_EQ(shown_at(schedule, at(monday, 14)), "spring");
  EXPECT_EQ(shown_at(schedule, at(saturday, 12)), "spring");
  EXPECT_EQ(shown_at(schedule, at({2027, 6, 1}, 10)), "");
}

TEST(Schedule, ARulePastMidnightGoesByTheDayOnWhichItBegins) {
  Schedule schedule;
  ScheduleRule night{.hours = {22 * 60, 28 * 60}, .shows = set("night")};
  night.weekdays = {false, false, false, false, false, true, false};
  night.dates = DateRange{saturday, saturday};
  schedule.rules = {night};
  EXPECT_EQ(shown_at(schedule, at(sunday, 3, 59)), "night");
  EXPECT_EQ(shown_at(schedule, at(sunday, 4)), "");
  EXPECT_EQ(shown_at(schedule, at(saturday, 3)), "");
}

TEST(Schedule, TheNextOpeningIsBeyondWeekendsAndHolidays) {
  auto schedule = open_on_weekdays();
  EXPECT_EQ(next_opening(schedule, at(friday, 20)), at({2027, 3, 8}, 8));
  schedule.exceptions = {{{{2027, 3, 8}, {2027, 3, 9}}, "", {}}};
  EXPECT_EQ(next_opening(schedule, at(friday, 20)), at({2027, 3, 10}, 8));
  EXPECT_EQ(next_opening(Schedule{}, at(friday, 20)), std::nullopt);
}

// By an oracle that knows nothing of edges: it goes from minute to minute.
Span any_span() {
  const int from = *rc::gen::inRange(0, minutes_a_day);
  return {from, from + *rc::gen::inRange(1, minutes_a_day + 1)};
}

DateRange any_dates() {
  const int first = *rc::gen::inRange(0, 25);
  const auto day = [](int days) { return days_after({2027, 2, 20}, days); };
  DateRange range{day(first), day(first + *rc::gen::inRange(0, 8))};
  if (*rc::gen::arbitrary<bool>()) range.first.year = range.last.year = 0;
  return range;
}

Schedule any_schedule() {
  Schedule schedule;
  for (auto& day : schedule.open)
    if (*rc::gen::inRange(0, 3) > 0) day = {any_span()};
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i)
    schedule.exceptions.push_back(
        {any_dates(), "",
         *rc::gen::arbitrary<bool>() ? std::vector{any_span()} : std::vector<Span>{}});
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    ScheduleRule rule{.hours = any_span(), .shows = set(std::string(1, char('a' + i)))};
    for (auto& day : rule.weekdays) day = *rc::gen::inRange(0, 3) > 0;
    if (*rc::gen::arbitrary<bool>()) rule.dates = any_dates();
    schedule.rules.push_back(rule);
  }
  return schedule;
}

LocalTime minutes_after(const LocalTime& time, int minutes) {
  const int minute = time.minute + minutes;
  return {days_after(time.date, minute / minutes_a_day), minute % minutes_a_day};
}

std::optional<LocalTime> minute_by_minute(const LocalTime& from, const LocalTime& last,
                                          const std::function<bool(const LocalTime&)>& wanted) {
  for (auto time = minutes_after(from, 1); time <= last; time = minutes_after(time, 1))
    if (wanted(time)) return time;
  return std::nullopt;
}

RC_GTEST_PROP(ScheduleProperty, what_comes_next_is_what_an_oracle_finds_minute_by_minute, ()) {
  const auto schedule = any_schedule();
  const LocalTime now{days_after({2027, 2, 22}, *rc::gen::inRange(0, 7)),
                      *rc::gen::inRange(0, minutes_a_day)};
  const auto last = minutes_after(now, 9 * minutes_a_day);
  const auto opens = minute_by_minute(
      now, last, [&](const LocalTime& time) { return state_at(schedule, time).open; });
  const auto next = next_opening(schedule, now);
  // Where it is open now, the next edge of any kind at which it still is counts.
  if (!state_at(schedule, now).open)
    RC_ASSERT(opens == (next && *next <= last ? next : std::nullopt));
  RC_ASSERT(next_offer(schedule, now, last) ==
            minute_by_minute(now, last, [&](const LocalTime& time) {
              return state_at(schedule, time).shows != state_at(schedule, now).shows;
            }));
}

}  // namespace
}  // namespace smilepost::kiosk
