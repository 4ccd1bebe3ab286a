#include "kiosk/sound/sound_settings.h"

#include <algorithm>

namespace smilepost::kiosk {

namespace {

std::optional<int> two_digits(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != 2 || !digit(text[0]) || !digit(text[1])) return std::nullopt;
  return (text[0] - '0') * 10 + (text[1] - '0');
}

}  // namespace

bool QuietHours::hold(int minute) const {
  if (from <= until) return minute >= from && minute < until;
  return minute >= from || minute < until;
}

std::optional<int> minute_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = two_digits(text.substr(0, 2)), minute = two_digits(text.substr(3));
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  return *hour * 60 + *minute;
}

bool SoundSettings::quiet_at(int minute) const {
  return std::any_of(quiet.begin(), quiet.end(),
                     [&](const QuietHours& hours) { return hours.hold(minute); });
}

}  // namespace smilepost::kiosk
