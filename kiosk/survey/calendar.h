// Days and times as the clock on the shop's wall shows them: arithmetic of the Gregorian calendar.
#pragma once

#include <compare>
#include <cstdint>

namespace smilepost::kiosk {

struct Date {
  int year = 1970, month = 1, day = 1;
  friend auto operator<=>(const Date&, const Date&) = default;  // NOLINT(modernize-use-nullptr)
};

constexpr int minutes_a_day = 1'440;

struct LocalTime {
  Date date;
  int minute = 0;  // of the day, 0…1439
  friend auto operator<=>(const LocalTime&,
                          const LocalTime&) = default;  // NOLINT(modernize-use-nullptr)
};

// Days since 1 January 1970.
std::int64_t day_number(const Date& date);
Date date_of(std::int64_t day_number);
Date days_after(const Date& date, int days);

std::int64_t minutes_between(const LocalTime& from, const LocalTime& to);  // by the wall clock

int weekday_of(const Date& date);  // 0 = Monday … 6 = Sunday
bool is_date(const Date& date);    // 30 February is none

}  // namespace smilepost::kiosk
