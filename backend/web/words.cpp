#include "backend/web/words.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "backend/scales.h"

namespace smilepost::backend {

std::string words_of_id(std::string_view id) {
  std::string words(id);
  std::replace(words.begin(), words.end(), '-', ' ');
  std::replace(words.begin(), words.end(), '_', ' ');
  if (!words.empty()) {
    words.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.front())));
  }
  return words;
}

std::string word_of_vote(std::uint64_t steps, std::uint64_t value) {
  static constexpr std::array<const char*, 2> two = {"Worse answer", "Better answer"};
  static constexpr std::array<const char*, 3> three = {"Bad", "In between", "Good"};
  static constexpr std::array<const char*, 4> four = {"Very bad", "Bad", "Good", "Very good"};
  static constexpr std::array<const char*, 5> five = {"Very bad", "Bad", "In between", "Good",
                                                      "Very good"};
  const bool known = value >= 1 && value <= steps;
  if (known && steps == two.size()) return two.at(value - 1);
  if (known && steps == three.size()) return three.at(value - 1);
  if (known && steps == four.size()) return four.at(value - 1);
  if (known && steps == five.size()) return five.at(value - 1);
  if (known && scale_of(steps) == Scale::effort) return std::to_string(value);
  if (known && scale_of(steps) == Scale::recommendation) return std::to_string(value - 1);
  return std::to_string(value) + " of " + std::to_string(steps);
}

int face_of_vote(std::uint64_t steps, std::uint64_t value) {
  if (steps < 2 || value < 1 || value > steps) return 3;
  const std::uint64_t span = steps - 1;
  return static_cast<int>(1 + ((value - 1) * 8 + span) / (2 * span));  // rounded to the nearest
}

std::string ago(std::int64_t milliseconds) {
  constexpr std::int64_t minute = 60;
  constexpr std::int64_t hour = 60 * minute;
  constexpr std::int64_t day = 24 * hour;
  const std::int64_t seconds = milliseconds / 1000;
  if (seconds < 5) return "just now";
  if (seconds < minute) return std::to_string(seconds) + " s ago";
  if (seconds < hour) return std::to_string(seconds / minute) + " min ago";
  if (seconds < 2 * day) return std::to_string(seconds / hour) + " h ago";
  return std::to_string(seconds / day) + " days ago";
}

std::string with_thousands(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  return with_thousands(number) + " " + std::string(number == 1 ? one : many);
}

std::string bar_length(std::uint64_t part, std::uint64_t whole) {
  return fmt::format(
      "{:.1f}%", whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

}  // namespace smilepost::backend
