#include "kiosk/text/languages.h"

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>

#include <unicode/coll.h>
#include <unicode/locdspnm.h>
#include <unicode/locid.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include "kiosk/text/icu_locale.h"
#include "kiosk/text/pseudo.h"

namespace smilepost::kiosk {
namespace {

icu::Locale locale_of(std::string_view language) {
  UErrorCode status = U_ZERO_ERROR;
  auto locale =
      icu::Locale::forLanguageTag({language.data(), static_cast<int>(language.size())}, status);
  return U_SUCCESS(status) ? locale : icu::Locale::getRoot();
}

std::string likely_script(icu::Locale locale) {
  UErrorCode status = U_ZERO_ERROR;
  locale.addLikelySubtags(status);
  return U_SUCCESS(status) ? locale.getScript() : "";
}

}  // namespace

std::string autonym(std::string_view language) {
  if (is_pseudo(language)) return std::string(language);
  const auto locale = locale_of(language);
  if (*locale.getLanguage() == '\0') return std::string(language);
  // Dialect names: "简体中文", not "中文（简体）".
  const std::unique_ptr<icu::LocaleDisplayNames> names(
      icu::LocaleDisplayNames::createInstance(locale, ULDN_DIALECT_NAMES));
  icu::UnicodeString name;
  names->localeDisplayName(locale, name);
  if (name.isEmpty()) return std::string(language);  // ICU gives up on very long ones
  // Only the first letter: "português (Brasil)" → "Português (Brasil)".
  const auto first = name.moveIndex32(0, 1);
  icu::UnicodeString head(name, 0, first);
  head.toUpper(locale);
  name.replace(0, first, head);
  std::string utf8;
  return name.toUTF8String(utf8);
}

std::vector<std::size_t> collation_order(const std::vector<std::string>& names) {
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), 0);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Collator> collator(
      icu::Collator::createInstance(icu::Locale::getRoot(), status));
  if (U_FAILURE(status)) return order;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    UErrorCode ignored = U_ZERO_ERROR;
    return collator->compareUTF8(names[a], names[b], ignored) == UCOL_LESS;
  });
  return order;
}

Han han_of(std::string_view language) {
  constexpr std::array<std::string_view, 5> scripts = {"", "Jpan", "Kore", "Hans", "Hant"};
  const std::string script = likely_script(locale_of(language));
  const auto* const found = std::find(scripts.begin() + 1, scripts.end(), script);
  return found == scripts.end() ? Han::none : static_cast<Han>(found - scripts.begin());
}

bool is_right_to_left(std::string_view language) {
  return uloc_isRightToLeft(icu_locale(language).c_str()) != 0;
}

std::string parent_in_same_script(std::string_view language) {
  const auto locale = locale_of(language);
  std::array<char, ULOC_FULLNAME_CAPACITY> name{};
  UErrorCode status = U_ZERO_ERROR;
  // ICU writes no 0 behind a name that fills the buffer: the last byte is kept from it.
  uloc_getParent(locale.getName(), name.data(), static_cast<int>(name.size() - 1), &status);
  if (U_FAILURE(status) || name[0] == '\0') return {};
  const icu::Locale parent(name.data());
  if (likely_script(parent) != likely_script(locale)) return {};
  return parent.toLanguageTag<std::string>(status);
}

}  // namespace smilepost::kiosk
