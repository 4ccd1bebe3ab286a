#include "kiosk/local_time.h"

#include <unicode/basictz.h>
#include <unicode/simpletz.h>
#include <unicode/timezone.h>
#include <unicode/tzrule.h>
#include <unicode/tztrans.h>

#include <array>
#include <cmath>
#include <utility>

namespace smilepost::kiosk {

namespace {

constexpr std::int64_t ms_a_minute = 60'000;

std::int64_t offset_of(const icu::TimeZoneRule& rule) {
  return std::int64_t{rule.getRawOffset()} + rule.getDSTSavings();
}

std::int64_t floored(std::int64_t number, std::int64_t by) {
  return number >= 0 ? number / by : -((-number + by - 1) / by);
}

LocalTime local_time(std::int64_t local_ms) {
  const auto minute = floored(local_ms, ms_a_minute);
  const auto day = floored(minute, minutes_a_day);
  return {date_of(day), static_cast<int>(minute - day * minutes_a_day)};
}

}  // namespace

class TimeZone::Impl {
 public:
  explicit Impl(std::unique_ptr<icu::BasicTimeZone> zone) : zone_(std::move(zone)) {}

  std::int64_t local_ms(std::int64_t unix_ms) const {
    const auto now = static_cast<UDate>(unix_ms);
    icu::TimeZoneTransition put;
    if (zone_->getPreviousTransition(now, true, put)) {
      const auto before = offset_of(*put.getFrom()), after = offset_of(*put.getTo());
      const auto at = static_cast<std::int64_t>(put.getTime());
      if (unix_ms < at + before - after) return at + before - 1;
    }
    int32_t raw = 0, saving = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone_->getOffset(now, 0, raw, saving, status);
    return unix_ms + raw + saving;
  }

  std::string region() const {
    std::array<char, 4> code{};
    icu::UnicodeString id;
    UErrorCode status = U_ZERO_ERROR;
    icu::TimeZone::getRegion(zone_->getID(id), code.data(), code.size(), status);
    const std::string region = U_SUCCESS(status) != 0 ? code.data() : "";
    return region == "001" ? "" : region;  // the world: "Etc/UTC"
  }

 private:
  std::unique_ptr<icu::BasicTimeZone> zone_;
};

// Also refuses "GMT+3", which ICU makes up: it has no daylight saving.
Result<TimeZone> TimeZone::named(const std::string& name) {
  const auto id = icu::UnicodeString::fromUTF8(name);
  icu::UnicodeString canonical;
  UBool system = 0;
  UErrorCode status = U_ZERO_ERROR;
  icu::TimeZone::getCanonicalID(id, canonical, system, status);
  std::unique_ptr<icu::BasicTimeZone> zone(
      dynamic_cast<icu::BasicTimeZone*>(icu::TimeZone::createTimeZone(id)));
  if (U_FAILURE(status) != 0 || system == 0 || zone == nullptr ||
      *zone == icu::TimeZone::getUnknown())
    return Error{"'" + name + "' is no time zone that is known; write one such as Europe/Berlin"};
  return TimeZone(std::make_shared<Impl>(std::move(zone)));
}

TimeZone TimeZone::of_machine() {
  std::unique_ptr<icu::BasicTimeZone> zone(
      dynamic_cast<icu::BasicTimeZone*>(icu::TimeZone::detectHostTimeZone()));
  if (zone == nullptr) zone = std::make_unique<icu::SimpleTimeZone>(0, "Etc/UTC");
  return TimeZone(std::make_shared<Impl>(std::move(zone)));
}

LocalTime TimeZone::at(std::int64_t unix_ms) const {
  return local_time(impl_->local_ms(unix_ms));
}

std::string TimeZone::region() const {
  return impl_->region();
}

}  // namespace smilepost::kiosk
