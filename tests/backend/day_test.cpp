#include "backend/day.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace smilepost::backend {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;

class DayTest : public ::testing::Test {
 protected:
  static void set_zone(const char* zone) {
    ::setenv("TZ", zone, 1);
    ::tzset();
  }
  ~DayTest() override { set_zone("UTC"); }
};

TEST_F(DayTest, BeginsAtLocalMidnight) {
  set_zone("Europe/Berlin");
  const Day day = day_of(1'795'348'800'000);  // 2026-11-22 12:00 UTC
  EXPECT_EQ(day.date, "2026-11-22");
  EXPECT_EQ(day.words, "Sunday 22 November");
  EXPECT_EQ(day.begin_ms, 1'795'348'800'000 - 13 * hour_ms);
  EXPECT_EQ(day.end_ms - day.begin_ms, 24 * hour_ms);
}

TEST_F(DayTest, HasTwentyFiveHoursWhereTheClocksGoBack) {
  set_zone("Europe/Berlin");
  const Day day = day_of(1'792'929'600'000);  // 2026-10-25 12:00 UTC
  EXPECT_EQ(day.date, "2026-10-25");
  EXPECT_EQ(day.end_ms - day.begin_ms, 25 * hour_ms);
}

// 00:00 to 01:00 comes twice: the day begins with the first of them.
TEST_F(DayTest, BeginsWithTheEarlierOfTwoMidnights) {
  for (const auto& [zone, summer_time_ends] :
       {std::pair("Atlantic/Azores", 1'792'890'000'000),    // 2026-10-25 01:00 UTC
        std::pair("America/Havana", 1'793'509'200'000)}) {  // 2026-11-01 05:00 UTC
    set_zone(zone);
    const Day before = day_of(summer_time_ends - 2 * hour_ms);
    const Day day = day_of(summer_time_ends + hour_ms / 2);
    EXPECT_EQ(day.begin_ms, summer_time_ends - hour_ms) << zone;
    EXPECT_EQ(day.end_ms - day.begin_ms, 25 * hour_ms) << zone;
    EXPECT_EQ(before.end_ms, day.begin_ms) << zone;
    EXPECT_EQ(day_of(summer_time_ends - hour_ms / 2).begin_ms, day.begin_ms) << zone;
  }
}

// The clocks go from 23:59 to 01:00.
TEST_F(DayTest, BeginsAfterASkippedMidnight) {
  set_zone("America/Havana");
  const std::int64_t summer_time_begins = 1'772'946'000'000;  // 2026-03-08 05:00 UTC
  const Day day = day_of(summer_time_begins + 5 * hour_ms);
  EXPECT_EQ(day.date, "2026-03-08");
  EXPECT_EQ(day.begin_ms, summer_time_begins);
  EXPECT_EQ(day.end_ms - day.begin_ms, 23 * hour_ms);
  EXPECT_EQ(day_of(summer_time_begins - hour_ms).end_ms, summer_time_begins);
}

TEST_F(DayTest, KnowsTimesBefore1970) {
  set_zone("UTC");
  EXPECT_EQ(day_of(-1).date, "1969-12-31");
}

}  // namespace
}  // namespace smilepost::backend
