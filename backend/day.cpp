#include "backend/day.h"

#include <array>
#include <ctime>
#include <limits>
#include <tuple>

namespace smilepost::backend {
namespace {

constexpr std::int64_t second_ms = 1000;
constexpr std::int64_t hour_s = 3600;

std::string in_words(const std::tm& time, const char* format) {
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), format, &time)};
}

std::tm local(std::int64_t wall_ms) {
  const std::time_t seconds = wall_ms / second_ms - (wall_ms % second_ms < 0 ? 1 : 0);
  std::tm time{};
  localtime_r(&seconds, &time);
  return time;
}

auto date_of(const std::tm& time) {
  return std::tuple(time.tm_year, time.tm_mon, time.tm_mday);
}

// The first instant of a date. Where the clocks change, midnight may come twice, or never, and
// mktime takes either. Noon comes once, so look for where its date begins in the 36 hours before
// it.
std::int64_t begin_of(const std::tm& day, int days_later) {
  std::tm noon{};
  noon.tm_year = day.tm_year;
  noon.tm_mon = day.tm_mon;
  noon.tm_mday = day.tm_mday + days_later;
  noon.tm_hour = 12;
  noon.tm_isdst = -1;  // mktime finds out
  std::int64_t within = std::mktime(&noon);
  std::int64_t before = within - 36 * hour_s;
  while (within - before > 1) {
    const std::int64_t middle = before + (within - before) / 2;
    (date_of(local(middle * second_ms)) < date_of(noon) ? before : within) = middle;
  }
  return within * second_ms;
}

}  // namespace

Day day_of(std::int64_t wall_ms) {
  const std::tm time = local(wall_ms);
  return Day{begin_of(time, 0), begin_of(time, 1), in_words(time, "%Y-%m-%d"),
             in_words(time, "%A ") + std::to_string(time.tm_mday) + in_words(time, " %B")};
}

// Kiosks may say any time: what is out of all reason counts in hours of UTC.
std::int64_t hour_of(std::int64_t wall_ms) {
  constexpr std::int64_t hour_ms = hour_s * second_ms;
  constexpr std::int64_t reason = std::int64_t{1} << 52U;
  const bool reasonable = wall_ms > -reason && wall_ms < reason;
  const std::int64_t ahead_ms = reasonable ? local(wall_ms).tm_gmtoff * second_ms : 0;
  const std::int64_t into_hour = (wall_ms % hour_ms + ahead_ms % hour_ms + 2 * hour_ms) % hour_ms;
  return wall_ms < std::numeric_limits<std::int64_t>::min() + hour_ms ? wall_ms
                                                                      : wall_ms - into_hour;
}

std::string time_of_day(std::int64_t wall_ms) {
  return in_words(local(wall_ms), "%H:%M");
}

}  // namespace smilepost::backend
