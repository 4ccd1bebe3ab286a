#include "kiosk/survey/calendar.h"

namespace smilepost::kiosk {

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil: years begin in
// March, so that the leap day is the last one; 400 of them have 146,097 days.
std::int64_t day_number(const Date& date) {
  const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month_from_march = date.month + (date.month > 2 ? -3 : 9);
  const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

// The same source, civil_from_days.
Date date_of(std::int64_t day_number) {
  const std::int64_t days = day_number + 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const auto day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  const auto month = static_cast<int>(month_from_march + (month_from_march < 10 ? 3 : -9));
  const auto year = static_cast<int>(year_of_era + era * 400);
  return {month <= 2 ? year + 1 : year, month, day};
}

Date days_after(const Date& date, int days) {
  return date_of(day_number(date) + days);
}

std::int64_t minutes_between(const LocalTime& from, const LocalTime& to) {
  return (day_number(to.date) - day_number(from.date)) * minutes_a_day + to.minute - from.minute;
}

// 1 January 1970 was a Thursday.
int weekday_of(const Date& date) {
  return static_cast<int>(((day_number(date) + 3) % 7 + 7) % 7);
}

bool is_date(const Date& date) {
  return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31 &&
         date_of(day_number(date)) == date;
}

}  // namespace smilepost::kiosk
