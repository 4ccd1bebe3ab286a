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

TEST_F(DayTest, KnowsTimesBefore1970) {
  set_zone("UTC");
  EXPECT_EQ(day_of(-1).date, "1969-12-31");
}

}  // namespace
}  // namespace smilepost::backend
