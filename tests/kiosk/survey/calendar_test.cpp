#include "kiosk/survey/calendar.h"

#include <chrono>

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

// Against the standard library, from 1900 to 2200.
TEST(Calendar, EveryDayIsTheStandardLibrarys) {
  using namespace std::chrono;
  for (sys_days day = sys_days(year(1900) / 1 / 1); day < sys_days(year(2200) / 1 / 1);
       day += days(1)) {
    const year_month_day ymd(day);
    const Date date{static_cast<int>(ymd.year()), static_cast<int>(unsigned(ymd.month())),
                    static_cast<int>(unsigned(ymd.day()))};
    const auto number = day.time_since_epoch().count();
    ASSERT_EQ(date_of(number), date) << number;
    ASSERT_EQ(day_number(date), number);
    ASSERT_EQ(weekday_of(date), static_cast<int>(weekday(day).iso_encoding()) - 1);
    ASSERT_TRUE(is_date(date));
  }
}

TEST(Calendar, WhatIsNoDay) {
  EXPECT_FALSE(is_date({2027, 2, 29}));
  EXPECT_TRUE(is_date({2028, 2, 29}));
  EXPECT_FALSE(is_date({2027, 4, 31}));
  EXPECT_FALSE(is_date({2027, 13, 1}));
  EXPECT_FALSE(is_date({2027, 0, 1}));
  EXPECT_FALSE(is_date({2027, 1, 0}));
}

TEST(Calendar, MinutesBetween) {
  EXPECT_EQ(minutes_between({{2027, 12, 31}, 1'430}, {{2028, 1, 1}, 10}), 20);
  EXPECT_EQ(minutes_between({{2028, 1, 1}, 10}, {{2027, 12, 31}, 1'430}), -20);
}

}  // namespace
}  // namespace smilepost::kiosk
