#include "kiosk/text/numbers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <vector>

#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>

#include "kiosk/text/icu_locale.h"

namespace smilepost::kiosk {
namespace {

icu::Locale locale_of(std::string_view language) {
  return icu::Locale(icu_locale(language).c_str());
}

// Those of a language that a whole number can take, as gettext orders them.
std::vector<icu::UnicodeString> categories_of(icu::PluralRules& rules) {
  std::vector<icu::UnicodeString> categories;
  for (const char* name : {"zero", "one", "two", "few", "many", "other"}) {
    std::array<double, 8> samples{};
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString category(name);
    const int count =
        rules.getSamples(category, samples.data(), static_cast<int>(samples.size()), status);
    const bool whole = std::any_of(samples.begin(), samples.begin() + std::max(count, 0),
                                   [](double sample) { return std::floor(sample) == sample; });
    if (whole && rules.isKeyword(category)) categories.push_back(category);
  }
  return categories;
}

}  // namespace

std::string number_in(std::string_view language, std::uint64_t number) {
  UErrorCode status = U_ZERO_ERROR;
  const std::string plain = std::to_string(number);
  const auto formatted = icu::number::NumberFormatter::withLocale(locale_of(language))
                             .formatDecimal(plain.c_str(), status);
  const auto text = formatted.toString(status);
  std::string utf8;
  return U_SUCCESS(status) ? text.toUTF8String(utf8) : plain;
}

// French has a form for millions, which no catalogue of ours needs: it may have fewer.
std::size_t plural_form(std::string_view language, std::uint64_t number, std::size_t forms) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::PluralRules> rules(
      icu::PluralRules::forLocale(locale_of(language), status));
  if (U_FAILURE(status) || forms < 2) return 0;
  const auto categories = categories_of(*rules);
  const auto found =
      std::find(categories.begin(), categories.end(), rules->select(static_cast<double>(number)));
  return std::min(static_cast<std::size_t>(found - categories.begin()), forms - 1);
}

}  // namespace smilepost::kiosk
