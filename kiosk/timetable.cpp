#include "kiosk/timetable.h"

#include <algorithm>
#include <utility>

#include "kiosk/journal/moment.h"
#include "platform/log.h"

namespace smilepost::kiosk {

namespace {

constexpr std::int64_t ms_a_minute = 60'000;

bool is_set(const record::Moment& moment) {
  return moment.clock != record::ClockState::unset;
}

std::string told(const ScheduleState& state) {
  const auto& set = state.shows.survey_set;
  return std::string(state.open ? "open" : "closed") +
         (state.exception.empty() ? "" : " (" + state.exception + ")") + ", shows " +
         (set.empty() ? "the first survey set" : "\"" + set + "\"");
}

}  // namespace

void Timetable::use(const std::optional<Schedule>& schedule) {
  schedule_ = schedule;
  next_look_ms_.reset();
  zone_ = TimeZone::of_machine();
  if (!schedule_) return;
  auto zone = TimeZone::named(schedule_->time_zone);
  if (zone)
    zone_ = *std::move(zone);
  else
    schedule_.reset();
}

void Timetable::look(std::uint64_t now_ms) {
  now_ = trusted_time();
  const auto before = std::exchange(state_, now_ ? state_at(*schedule_, *now_) : ScheduleState{});
  if (state_ != before) platform::log_info("schedule: " + told(state_));
  if (!schedule_) return next_look_ms_.reset();
  const auto into_minute = (clock_.wall_ms() % ms_a_minute + ms_a_minute) % ms_a_minute;
  next_look_ms_ = now_ms + static_cast<std::uint64_t>(ms_a_minute - into_minute);
}

std::optional<LocalTime> Timetable::trusted_time() const {
  const auto moment = moment_now(clock_);
  if (!schedule_ || !is_set(moment)) return std::nullopt;
  return zone_.at(moment.wall_ms);
}

NightView Timetable::night_view() const {
  NightView view;
  if (!now_) return view;
  view.region = zone_.region();
  view.opens = next_opening(*schedule_, *now_);
  if (view.opens) view.hours_ahead = minutes_between(*now_, *view.opens) / 60;
  return view;
}

bool Timetable::closes() const {
  const auto all_day = [](const std::vector<Span>& spans) {
    return std::any_of(spans.begin(), spans.end(),
                       [](const Span& span) { return span.to - span.from >= minutes_a_day; });
  };
  return schedule_ && !std::all_of(schedule_->open.begin(), schedule_->open.end(), all_day);
}

int Timetable::minute_of_day() const {
  return zone_.at(clock_.wall_ms()).minute;
}

bool Timetable::has_changed_since(const record::Moment& moment) const {
  if (!now_ || !is_set(moment)) return false;
  return next_offer(*schedule_, zone_.at(moment.wall_ms), *now_).has_value();
}

std::optional<Date> Timetable::today() const {
  const auto moment = moment_now(clock_);
  if (!is_set(moment)) return std::nullopt;
  return zone_.at(moment.wall_ms).date;
}

}  // namespace smilepost::kiosk
