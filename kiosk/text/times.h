// Times as a language and a country write them (CLDR, by ICU).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smilepost::kiosk {

struct ClockTime {
  int year = 1970, month = 1, day = 1, minute = 0;  // of the day
};

enum class TimeDetail : std::uint8_t { time, weekday_and_time, date_and_time };

// "8:00", "Montag, 08:00" … `region`, as in "DE", says whether hours go to 12 or to 24 where the
// language itself names no country; empty: as the language likes it best.
std::string time_in(std::string_view language, std::string_view region, const ClockTime& time,
                    TimeDetail detail);

}  // namespace smilepost::kiosk
