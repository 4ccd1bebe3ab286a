#include "kiosk/local_time.h"

#include <chrono>
#include <cstdlib>

#include <gtest/gtest.h>

#include "kiosk/survey/schedule.h"

namespace smilepost::kiosk {
namespace {

using namespace std::chrono;

std::int64_t utc(int year_, unsigned month_, unsigned day_, int hour, int minute = 0) {
  const sys_days date = year(year_) / month(month_) / day(day_);
  return duration_cast<milliseconds>(date.time_since_epoch()).count() +
         (hour * 60 + minute) * 60'000;
}

TimeZone zone(const std::string& name) {
  auto zone = TimeZone::named(name);
  EXPECT_TRUE(zone) << zone.error().message;
  return *std::move(zone);
}

LocalTime local(int year, int month, int day, int hour, int minute = 0) {
  return {{year, month, day}, hour * 60 + minute};
}

TEST(LocalTimes, WhereAnHourIsLeftOutTheClockJumps) {
  const auto berlin = zone("Europe/Berlin");
  EXPECT_EQ(berlin.at(utc(2026, 3, 29, 0, 59)), local(2026, 3, 29, 1, 59));
  EXPECT_EQ(berlin.at(utc(2026, 3, 29, 1)), local(2026, 3, 29, 3));
  const auto new_york = zone("America/New_York");
  EXPECT_EQ(new_york.at(utc(2026, 3, 8, 6, 59)), local(2026, 3, 8, 1, 59));
  EXPECT_EQ(new_york.at(utc(2026, 3, 8, 7)), local(2026, 3, 8, 3));
}

TEST(LocalTimes, WhereAnHourIsRepeatedItPassesOnce) {
  const auto berlin = zone("Europe/Berlin");
  EXPECT_EQ(berlin.at(utc(2026, 10, 25, 0, 30)), local(2026, 10, 25, 2, 30));
  EXPECT_EQ(berlin.at(utc(2026, 10, 25, 1)), local(2026, 10, 25, 2, 59)) << "2:00 again";
  EXPECT_EQ(berlin.at(utc(2026, 10, 25, 1, 59)), local(2026, 10, 25, 2, 59));
  EXPECT_EQ(berlin.at(utc(2026, 10, 25, 2)), local(2026, 10, 25, 3));
}

TEST(LocalTimes, HalfAnHourOfSavingAndHalfAnHourOfOffset) {
  const auto lord_howe = zone("Australia/Lord_Howe");  // +11 in summer, +10:30 in winter
  EXPECT_EQ(lord_howe.at(utc(2026, 4, 4, 14, 59)), local(2026, 4, 5, 1, 59));
  EXPECT_EQ(lord_howe.at(utc(2026, 4, 4, 15, 29)), local(2026, 4, 5, 1, 59)) << "1:59 again";
  EXPECT_EQ(lord_howe.at(utc(2026, 4, 4, 15, 30)), local(2026, 4, 5, 2));
  EXPECT_EQ(lord_howe.at(utc(2026, 10, 3, 15, 30)), local(2026, 10, 4, 2, 30));
  EXPECT_EQ(zone("Asia/Kolkata").at(utc(2026, 6, 1, 0)), local(2026, 6, 1, 5, 30));
}

TEST(LocalTimes, MoroccoPutsItsClockBackForRamadan) {
  const auto casablanca = zone("Africa/Casablanca");  // +1, +0 in Ramadan
  EXPECT_EQ(casablanca.at(utc(2026, 1, 15, 12)), local(2026, 1, 15, 13));
  EXPECT_EQ(casablanca.at(utc(2026, 3, 1, 12)), local(2026, 3, 1, 12));
}

TEST(LocalTimes, WhatIsNoTimeZoneIsSaid) {
  for (const auto* name : {"Europe/Hamburg", "", "GMT+3", "europe/berlin", "Etc/Unknown"}) {
    const auto zone = TimeZone::named(name);
    ASSERT_FALSE(zone) << name;
    EXPECT_NE(zone.error().message.find("Europe/Berlin"), std::string::npos);
  }
}

TEST(LocalTimes, TheMachinesOwnZoneIsThatOfTZ) {
  const auto summer = utc(2026, 7, 1, 12);
  ::setenv("TZ", "America/New_York", 1);
  EXPECT_EQ(TimeZone::of_machine().at(summer), local(2026, 7, 1, 8));
  EXPECT_EQ(TimeZone::of_machine().region(), "US");
  ::setenv("TZ", "Australia/Lord_Howe", 1);
  EXPECT_EQ(TimeZone::of_machine().at(summer), local(2026, 7, 1, 22, 30));
  ::setenv("TZ", "UTC", 1);
  EXPECT_EQ(TimeZone::of_machine().at(summer), local(2026, 7, 1, 12));
  ::unsetenv("TZ");
}

TEST(LocalTimes, ACountryIsThatOfItsZone) {
  EXPECT_EQ(zone("Europe/Berlin").region(), "DE");
  EXPECT_EQ(zone("America/New_York").region(), "US");
  EXPECT_EQ(zone("Etc/UTC").region(), "");
}

// Every minute of a year with all kinds of changes: the clock never goes back, and nothing of a
// schedule begins or ends twice a day.
class Zones : public testing::TestWithParam<const char*> {};

TEST_P(Zones, NothingHappensTwiceOrNever) {
  const auto here = zone(GetParam());
  Schedule schedule;
  schedule.open.fill({{2 * 60 + 30, 23 * 60}});
  constexpr std::int64_t minute_ms = 60'000;
  const auto first = utc(2026, 1, 1, 0), last = utc(2027, 1, 1, 0);
  auto before = here.at(first);
  bool was_open = state_at(schedule, before).open;
  int openings = 0, closings = 0;
  for (auto now = first + minute_ms; now < last; now += minute_ms) {
    const auto time = here.at(now);
    ASSERT_LE(before, time);
    const bool open = state_at(schedule, time).open;
    openings += open && !was_open ? 1 : 0;
    closings += !open && was_open ? 1 : 0;
    if (open && !was_open) {
      ASSERT_GE(time.minute, 2 * 60 + 30);
      ASSERT_LE(time.minute, 3 * 60) << "at once where half past two is left out";
    }
    before = time;
    was_open = open;
  }
  EXPECT_EQ(openings, 365);
  EXPECT_NEAR(closings, 365, 1);
}

INSTANTIATE_TEST_SUITE_P(All, Zones,
                         testing::Values("Europe/Berlin", "America/New_York", "Asia/Kolkata",
                                         "Australia/Lord_Howe", "Africa/Casablanca"));

}  // namespace
}  // namespace smilepost::kiosk
