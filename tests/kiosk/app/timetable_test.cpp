#include "kiosk/timetable.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "kiosk/journal/moment.h"
#include "tests/kiosk/fakes/fake_clock.h"

namespace smilepost::kiosk {
namespace {

constexpr std::int64_t noon_utc_ms = 1'803'988'800'000;  // Tuesday, 2 March 2027
constexpr std::int64_t hour_ms = 3'600'000;

// At 14:00 of the shop another set, until 15:00; open from 8 to 20.
Schedule schedule_in(const std::string& zone) {
  Schedule schedule;
  schedule.time_zone = zone;
  schedule.open.fill({{480, 1'200}});
  schedule.rules = {ScheduleRule{.hours = {840, 900}, .shows = {"desk", {}, {}}}};
  return schedule;
}

class TimetableTest : public testing::Test {
 protected:
  TimetableTest() { clock_.set_wall(noon_utc_ms); }

  void look() { timetable_.look(clock_.monotonic_ms()); }

  tests::FakeClock clock_;
  Timetable timetable_{clock_};
};

TEST_F(TimetableTest, WithoutAScheduleTheShopIsOpenAndNobodyIsWoken) {
  look();
  EXPECT_FALSE(timetable_.applies());
  EXPECT_EQ(timetable_.state(), ScheduleState{});
  EXPECT_FALSE(timetable_.next_look_ms());
}

TEST_F(TimetableTest, TheShopsOwnTimeCounts) {
  timetable_.use(schedule_in("Europe/Berlin"));
  look();
  EXPECT_EQ(timetable_.state().shows.survey_set, "");
  timetable_.use(schedule_in("Africa/Cairo"));
  look();
  EXPECT_EQ(timetable_.state().shows.survey_set, "desk") << "it is two o'clock there";
}

TEST_F(TimetableTest, LooksAgainAtTheFullMinute) {
  clock_.set_wall(noon_utc_ms + 59'000);
  timetable_.use(schedule_in("Europe/Berlin"));
  look();
  EXPECT_EQ(timetable_.next_look_ms(), clock_.monotonic_ms() + 1'000);
  clock_.advance(1'000);
  look();
  EXPECT_EQ(timetable_.next_look_ms(), clock_.monotonic_ms() + 60'000);
}

TEST_F(TimetableTest, WhileTheClockIsNotSetNoScheduleApplies) {
  clock_.set_wall(hour_ms);  // 1970, one o'clock: closed
  timetable_.use(schedule_in("Europe/Berlin"));
  look();
  EXPECT_FALSE(timetable_.applies());
  EXPECT_TRUE(timetable_.state().open);
  EXPECT_TRUE(timetable_.next_look_ms()) << "it may be set at any time";
  clock_.set_wall(noon_utc_ms + 8 * hour_ms);
  look();
  EXPECT_TRUE(timetable_.applies());
  EXPECT_FALSE(timetable_.state().open);
  EXPECT_EQ(timetable_.night_view().opens, (LocalTime{{2027, 3, 3}, 480}));
  EXPECT_EQ(timetable_.night_view().hours_ahead, 11);
  EXPECT_EQ(timetable_.night_view().region, "DE");
}

TEST_F(TimetableTest, AScheduleInAnUnknownZoneIsNone) {
  timetable_.use(schedule_in("Europe/Hamburg"));
  look();
  EXPECT_FALSE(timetable_.applies());
  EXPECT_FALSE(timetable_.next_look_ms());
}

TEST_F(TimetableTest, TheTimeOfDayIsTheSchedulesElseTheMachines) {
  ::setenv("TZ", "Asia/Kolkata", 1);
  Timetable timetable(clock_);
  EXPECT_EQ(timetable.minute_of_day(), 17 * 60 + 30);
  timetable.use(schedule_in("Europe/Berlin"));
  EXPECT_EQ(timetable.minute_of_day(), 13 * 60);
  clock_.advance(30 * 60'000);
  EXPECT_EQ(timetable.minute_of_day(), 13 * 60 + 30) << "without a look";
  timetable.use({});
  EXPECT_EQ(timetable.minute_of_day(), 18 * 60);
  timetable.use(schedule_in("Europe/Hamburg"));
  EXPECT_EQ(timetable.minute_of_day(), 18 * 60);
  ::unsetenv("TZ");
}

TEST_F(TimetableTest, TheDayIsTheShopsAndIsAskedAnew) {
  const Date second{2027, 3, 2}, third{2027, 3, 3};
  timetable_.use(schedule_in("Europe/Berlin"));
  EXPECT_EQ(timetable_.today(), second);
  clock_.advance(11 * hour_ms - 1);
  EXPECT_EQ(timetable_.today(), second);
  clock_.advance(1);
  EXPECT_EQ(timetable_.today(), third) << "midnight there, without a look";
  timetable_.use(schedule_in("America/New_York"));
  EXPECT_EQ(timetable_.today(), second);
  clock_.set_wall(hour_ms);
  EXPECT_FALSE(timetable_.today()) << "the clock says 1970";
}

TEST_F(TimetableTest, WithoutAScheduleTheDayIsThatOfTheMachinesZone) {
  const auto* before = std::getenv("TZ");
  const std::optional<std::string> zone =
      before != nullptr ? std::optional<std::string>(before) : std::nullopt;
  clock_.set_wall(noon_utc_ms + 11 * hour_ms);
  for (const auto& [name, day] : {std::pair("Asia/Tokyo", 3), std::pair("America/New_York", 2)}) {
    ::setenv("TZ", name, 1);
    EXPECT_EQ(Timetable(clock_).today(), (Date{2027, 3, day})) << name;
  }
  zone ? ::setenv("TZ", zone->c_str(), 1) : ::unsetenv("TZ");
}

TEST_F(TimetableTest, WhatStaffChoseIsOverOnceSomethingElseWasDue) {
  const auto chosen = moment_now(clock_);  // 13:00
  timetable_.use(schedule_in("Europe/Berlin"));
  clock_.advance(hour_ms - 1);
  look();
  EXPECT_FALSE(timetable_.has_changed_since(chosen));
  clock_.advance(1);
  look();
  EXPECT_TRUE(timetable_.has_changed_since(chosen));
  clock_.advance(2 * hour_ms);
  look();
  EXPECT_TRUE(timetable_.has_changed_since(chosen)) << "what shows again is what showed then";
}

TEST_F(TimetableTest, WhatStaffChoseWhileTheClockWasNotSetHolds) {
  clock_.set_wall(hour_ms);
  const auto chosen = moment_now(clock_);
  clock_.set_wall(noon_utc_ms);
  timetable_.use(schedule_in("Europe/Berlin"));
  look();
  EXPECT_FALSE(timetable_.has_changed_since(chosen));
}

TEST_F(TimetableTest, AClockThatWasPutBackEndsNothing) {
  const auto chosen = moment_now(clock_);
  clock_.set_wall(noon_utc_ms - 24 * hour_ms);
  timetable_.use(schedule_in("Europe/Berlin"));
  look();
  EXPECT_FALSE(timetable_.has_changed_since(chosen));
}

}  // namespace
}  // namespace smilepost::kiosk
