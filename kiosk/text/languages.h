// What ICU knows about languages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smilepost::kiosk {

// The language's name for itself, as it stands on a button: "de" → "Deutsch". The tag itself where
// ICU knows no name.
std::string autonym(std::string_view language);

// The next more general tag of the same script, or "" where there is none: "pt-BR" → "pt",
// "zh-Hant-HK" → "zh-Hant", but "zh-Hant" → "".
std::string parent_in_same_script(std::string_view language);

// Indices of the names in the order of Unicode's root collation (UTS #10), the same whichever
// language is in force.
std::vector<std::size_t> collation_order(const std::vector<std::string>& names);

}  // namespace smilepost::kiosk
