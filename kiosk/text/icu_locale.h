// BCP 47 tags in ICU's notation.
#pragma once

#include <string>
#include <string_view>

namespace smilepost::kiosk {

// "pt-BR" → "pt_BR". Not a language tag: "" (ICU's root).
std::string icu_locale(std::string_view language);

}  // namespace smilepost::kiosk
