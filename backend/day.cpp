#include "backend/day.h"

#include <array>
#include <ctime>

namespace smilepost::backend {
namespace {

constexpr std::int64_t second_ms = 1000;

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

std::int64_t midnight(std::tm time, int days_later) {
  std::tm start{};
  start.tm_year = time.tm_year;
  start.tm_mon = time.tm_mon;
  start.tm_mday = time.tm_mday + days_later;
  start.tm_isdst = -1;  // mktime finds out
  return static_cast<std::int64_t>(std::mktime(&start)) * second_ms;
}

}  // namespace

Day day_of(std::int64_t wall_ms) {
  const std::tm time = local(wall_ms);
  return Day{midnight(time, 0), midnight(time, 1), in_words(time, "%Y-%m-%d"),
             in_words(time, "%A ") + std::to_string(time.tm_mday) + in_words(time, " %B")};
}

std::string time_of_day(std::int64_t wall_ms) {
  return in_words(local(wall_ms), "%H:%M");
}

}  // namespace smilepost::backend
