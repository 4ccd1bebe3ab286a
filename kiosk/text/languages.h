// What ICU knows about languages.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smilepost::kiosk {

// The language's name for itself, as it stands on a button: "de" → "Deutsch". The tag itself where
// ICU knows no name.
std::string autonym(std::string_view language);

// Whether the language is written from right to left (likely subtags). "ar" → true.
bool is_right_to_left(std::string_view language);

// Where the same Chinese character has a shape of its own; punctuation is the country's, too.
enum class Han : std::uint8_t { none, japan, korea, china, taiwan };
// By the likely script; none: the language is not written with any of it.
Han han_of(std::string_view language);

// The next more general tag of the same script, or "" where there is none: "pt-BR" → "pt",
// "zh-Hant-HK" → "zh-Hant", but "zh-Hant" → "".
std::string parent_in_same_script(std::string_view language);

// Indices of the names in the order of Unicode's root collation (UTS #10), the same whichever
// language is in force.
std::vector<std::size_t> collation_order(const std::vector<std::string>& names);

}  // namespace smilepost::kiosk
