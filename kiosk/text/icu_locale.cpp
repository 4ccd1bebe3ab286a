#include "kiosk/text/icu_locale.h"

#include <unicode/uloc.h>

#include <array>

namespace smilepost::kiosk {

std::string icu_locale(std::string_view language) {
  std::array<char, ULOC_FULLNAME_CAPACITY> locale{};
  UErrorCode status = U_ZERO_ERROR;
  uloc_forLanguageTag(std::string(language).c_str(), locale.data(), int32_t(locale.size() - 1),
                      nullptr, &status);
  return U_SUCCESS(status) != 0 ? locale.data() : "";
}

}  // namespace smilepost::kiosk
