// When the shop is open, and which survey set shows when in which languages. Pure: the time is
// handed in, as the clock on the shop's wall shows it. How that is found, and what daylight saving
// does to it: kiosk/local_time.h. The file: kiosk/schedule_reader.h.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/survey/calendar.h"
#include "record/record.h"

namespace smilepost::kiosk {

// Minutes from a day's midnight, `to` not included. Beyond 1440 it lasts into the next day, but
// belongs to the day on which it begins.
struct Span {
  int from = 0, to = minutes_a_day;
  friend bool operator==(const Span&, const Span&) = default;
};

// Days, both ends included; of every year, and then the year is 0: 24 December to 6 January is a
// range, too.
struct DateRange {
  Date first, last;
  bool contains(const Date& date) const;
};

// A holiday, a day with other hours.
struct ScheduleException {
  DateRange dates;
  std::string name;        // may be empty
  std::vector<Span> open;  // none: closed
};

struct ScheduleRule {
  std::array<bool, 7> weekdays{true, true, true, true, true, true, true};  // Monday first
  Span hours{};
  std::optional<DateRange> dates{};
  // What is empty is as in the shelf's first choice.
  record::StaffAction shows{};
};

struct Schedule {
  std::string time_zone;                      // IANA: "Europe/Berlin"
  std::array<std::vector<Span>, 7> open;      // Monday first; none: closed
  std::vector<ScheduleException> exceptions;  // the first one that holds the day counts
  std::vector<ScheduleRule> rules;            // the first one that fits counts
};

struct ScheduleState {
  bool open = true;
  std::string exception;      // the day's, if it has one with a name
  record::StaffAction shows;  // empty: the shelf's first choice
  friend bool operator==(const ScheduleState&, const ScheduleState&) = default;
};

ScheduleState state_at(const Schedule& schedule, const LocalTime& time);

// The first time after `time` at which the shop is open; nothing: not within a year and a month.
std::optional<LocalTime> next_opening(const Schedule& schedule, const LocalTime& time);
// The first time after `time` and up to `last` at which something else shows than at `time`.
std::optional<LocalTime> next_offer(const Schedule& schedule, const LocalTime& time,
                                    const LocalTime& last);

}  // namespace smilepost::kiosk
