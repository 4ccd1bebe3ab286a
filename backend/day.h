// One calendar day in the backend's own time zone (TZ, /etc/localtime).
#pragma once

#include <cstdint>
#include <string>

namespace smilepost::backend {

struct Day {
  std::int64_t begin_ms = 0;  // Unix time; included
  std::int64_t end_ms = 0;    // not included; 23 or 25 hours later where the clocks change
  std::string date;           // 2026-11-21
  std::string words;          // Saturday 21 November
  friend bool operator==(const Day&, const Day&) = default;
};

// The day that this moment lies in.
Day day_of(std::int64_t wall_ms);

// When the hour began that this moment lies in, by the clocks on the wall: each day is made of
// whole ones.
std::int64_t hour_of(std::int64_t wall_ms);

// 14:05, in the same time zone.
std::string time_of_day(std::int64_t wall_ms);

}  // namespace smilepost::backend
