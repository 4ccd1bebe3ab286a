// What the schedule asks for now, by the wall clock. Where that clock is not trusted (a board
// without a battery says 1970), no schedule applies: the shop counts as open, and the shelf's first
// choice shows. Looks at the clock once a minute: it may have been set meanwhile. UI thread only.
#pragma once

#include <optional>

#include "kiosk/local_time.h"
#include "kiosk/survey/schedule.h"
#include "kiosk/survey/session_view.h"
#include "platform/clock.h"
#include "record/record.h"

namespace smilepost::kiosk {

class Timetable {
 public:
  // The clock outlives it.
  explicit Timetable(const platform::Clock& clock) : clock_(clock) {}

  // From the next look on. One whose time zone is not known is none.
  void use(const std::optional<Schedule>& schedule);

  // `now_ms` by any clock that only goes forward. What was changed is one line in the log.
  void look(std::uint64_t now_ms);
  // When to look again; nothing: there is no schedule.
  std::optional<std::uint64_t> next_look_ms() const { return next_look_ms_; }

  // At the last look.
  bool applies() const { return now_.has_value(); }
  const ScheduleState& state() const { return state_; }
  NightView night_view() const;  // when it opens again
  // Whether there are hours at which the shop is closed, on any day of the week.
  bool closes() const;

  // Minutes since the shop's midnight, 0…1439, by the clock as it is: in the schedule's time zone;
  // without a schedule, in the machine's.
  int minute_of_day() const;

  // Whether something else was due between that moment and now: what staff chose then is over.
  bool has_changed_since(const record::Moment& moment) const;

  // The shop's time zone: the schedule's; without a schedule, the machine's.
  const TimeZone& zone() const { return zone_; }
  // The shop's day, by the clock as it is; nothing while that is not trusted.
  std::optional<Date> today() const;

 private:
  std::optional<LocalTime> trusted_time() const;

  const platform::Clock& clock_;
  std::optional<Schedule> schedule_;
  TimeZone zone_ = TimeZone::of_machine();  // the schedule's, where there is one
  std::optional<LocalTime> now_;
  ScheduleState state_;
  std::optional<std::uint64_t> next_look_ms_;
};

}  // namespace smilepost::kiosk
