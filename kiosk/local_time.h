// What the clock on the shop's wall shows, in its time zone and with daylight saving. Behind ICU,
// whose own tables count, not the system's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "kiosk/survey/calendar.h"
#include "platform/result.h"

namespace smilepost::kiosk {

class TimeZone {
 public:
  // By its IANA name. An Error is "'…' is no time zone that is known; …".
  static Result<TimeZone> named(const std::string& name);

  // Of the environment's TZ, an IANA name as well, else as the system is set up; UTC where neither
  // says. Of the moment of the call.
  static TimeZone of_machine();

  // Never goes back, so that nothing happens twice: where the clock is put back, the minute before
  // lasts until the clock has passed it again, and what is due within the repeated hour is due the
  // first time. What is due within an hour that is left out is due when the clock jumps over it.
  LocalTime at(std::int64_t unix_ms) const;

  // The country, as in "DE"; empty where it has none. Times are written as it is usual there.
  std::string region() const;

 private:
  class Impl;
  explicit TimeZone(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

}  // namespace smilepost::kiosk
