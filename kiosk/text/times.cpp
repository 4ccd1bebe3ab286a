#include "kiosk/text/times.h"

#include <unicode/calendar.h>
#include <unicode/dtptngen.h>
#include <unicode/gregocal.h>
#include <unicode/localebuilder.h>
#include <unicode/smpdtfmt.h>

#include <memory>

#include "kiosk/text/icu_locale.h"

namespace smilepost::kiosk {
namespace {

icu::Locale locale_of(std::string_view language, std::string_view region) {
  icu::Locale plain(icu_locale(language).c_str());
  if (region.empty() || *plain.getCountry() != '\0') return plain;
  UErrorCode status = U_ZERO_ERROR;
  const auto placed = icu::LocaleBuilder()
                          .setLocale(plain)
                          .setRegion({region.data(), static_cast<int32_t>(region.size())})
                          .build(status);
  return U_SUCCESS(status) != 0 ? placed : plain;
}

// j: the hours as the country counts them.
icu::UnicodeString skeleton_of(TimeDetail detail) {
  switch (detail) {
    case TimeDetail::time:
      return "jmm";
    case TimeDetail::weekday_and_time:
      return "EEEEjmm";
    case TimeDetail::date_and_time:
      return "EEEEdMMMMjmm";
  }
  return "jmm";
}

// A day as if it were in Greenwich: no daylight saving comes between.
UDate moment_of(const ClockTime& time, UErrorCode& status) {
  icu::GregorianCalendar calendar(*icu::TimeZone::getGMT(), icu::Locale::getRoot(), status);
  calendar.clear();
  calendar.set(time.year, time.month - 1, time.day, time.minute / 60, time.minute % 60);
  return calendar.getTime(status);
}

std::string plain_time(const ClockTime& time) {
  const auto two = [](int number) {
    return std::string(number < 10 ? "0" : "") + std::to_string(number);
  };
  return two(time.minute / 60) + ":" + two(time.minute % 60);
}

}  // namespace

std::string time_in(std::string_view language, std::string_view region, const ClockTime& time,
                    TimeDetail detail) {
  UErrorCode status = U_ZERO_ERROR;
  const auto locale = locale_of(language, region);
  const std::unique_ptr<icu::DateTimePatternGenerator> patterns(
      icu::DateTimePatternGenerator::createInstance(locale, status));
  if (U_FAILURE(status) != 0) return plain_time(time);
  const auto pattern = patterns->getBestPattern(skeleton_of(detail), status);
  icu::SimpleDateFormat format(pattern, locale, status);
  const auto moment = moment_of(time, status);
  if (U_FAILURE(status) != 0) return plain_time(time);
  format.setTimeZone(*icu::TimeZone::getGMT());
  icu::UnicodeString text;
  format.format(moment, text);
  text.findAndReplace(u"\u202F", u"\u00A0");  // no font needs the narrow space
  std::string utf8;
  return text.toUTF8String(utf8);
}

}  // namespace smilepost::kiosk
