#include "kiosk/survey/schedule.h"

#include <algorithm>
#include <functional>
#include <set>

namespace smilepost::kiosk {
namespace {

constexpr int days_looked_ahead = 400;

bool holds(const Span& span, int minute) {
  return minute >= span.from && minute < span.to;
}

// What begins on the day of `time`, and what began the day before and lasts beyond midnight.
template <class BeginsAndHolds>
bool today_or_since_yesterday(const LocalTime& time, const BeginsAndHolds& begins_and_holds) {
  return begins_and_holds(time.date, time.minute) ||
         begins_and_holds(days_after(time.date, -1), time.minute + minutes_a_day);
}

const ScheduleException* exception_on(const Schedule& schedule, const Date& date) {
  const auto& all = schedule.exceptions;
  const auto found = std::find_if(all.begin(), all.end(), [&](const ScheduleException& one) {
    return one.dates.contains(date);
  });
  return found == all.end() ? nullptr : &*found;
}

const std::vector<Span>& hours_on(const Schedule& schedule, const Date& date) {
  if (const auto* exception = exception_on(schedule, date)) return exception->open;
  return schedule.open[static_cast<std::size_t>(weekday_of(date))];
}

bool is_open(const Schedule& schedule, const LocalTime& time) {
  return today_or_since_yesterday(time, [&](const Date& date, int minute) {
    const auto& hours = hours_on(schedule, date);
    return std::any_of(hours.begin(), hours.end(),
                       [&](const Span& span) { return holds(span, minute); });
  });
}

bool fits(const ScheduleRule& rule, const LocalTime& time) {
  return today_or_since_yesterday(time, [&](const Date& date, int minute) {
    return rule.weekdays[static_cast<std::size_t>(weekday_of(date))] &&
           (!rule.dates || rule.dates->contains(date)) && holds(rule.hours, minute);
  });
}

// The minutes of a day at which anything may change.
std::set<int> edges(const Schedule& schedule) {
  std::set<int> minutes{0};
  const auto add = [&](const Span& span) {
    minutes.insert({span.from % minutes_a_day, span.to % minutes_a_day});
  };
  for (const auto& day : schedule.open) std::for_each(day.begin(), day.end(), add);
  for (const auto& one : schedule.exceptions) std::for_each(one.open.begin(), one.open.end(), add);
  for (const auto& rule : schedule.rules) add(rule.hours);
  return minutes;
}

std::optional<LocalTime> first_after(const Schedule& schedule, const LocalTime& time,
                                     const LocalTime& last,
                                     const std::function<bool(const ScheduleState&)>& wanted) {
  const auto minutes = edges(schedule);
  for (Date date = time.date; date <= last.date; date = days_after(date, 1)) {
    for (const int minute : minutes) {
      const LocalTime at{date, minute};
      if (at > time && at <= last && wanted(state_at(schedule, at))) return at;
    }
  }
  return std::nullopt;
}

}  // namespace

bool DateRange::contains(const Date& date) const {
  if (first.year != 0) return first <= date && date <= last;
  const Date day{0, date.month, date.day};
  return first <= last ? first <= day && day <= last : first <= day || day <= last;
}

ScheduleState state_at(const Schedule& schedule, const LocalTime& time) {
  ScheduleState state;
  state.open = is_open(schedule, time);
  if (const auto* exception = exception_on(schedule, time.date)) state.exception = exception->name;
  const auto& rules = schedule.rules;
  const auto rule = std::find_if(rules.begin(), rules.end(),
                                 [&](const ScheduleRule& one) { return fits(one, time); });
  if (rule != rules.end()) state.shows = rule->shows;
  return state;
}

std::optional<LocalTime> next_opening(const Schedule& schedule, const LocalTime& time) {
  return first_after(schedule, time, {days_after(time.date, days_looked_ahead), 0},
                     [](const ScheduleState& state) { return state.open; });
}

std::optional<LocalTime> next_offer(const Schedule& schedule, const LocalTime& time,
                                    const LocalTime& last) {
  const auto now = state_at(schedule, time).shows;
  return first_after(schedule, time, last,
                     [&](const ScheduleState& state) { return state.shows != now; });
}

}  // namespace smilepost::kiosk
