// Pseudo-languages, made of the English texts: en-XA is accented and longer, so that what is
// cramped shows; ar-XB reads from right to left, so that what is not mirrored shows. Both stand in
// brackets: a text without is hard-coded, one that lacks a bracket is cut off. For previews and
// `smilepost lint`; no shop offers them.
#pragma once

#include <string>
#include <string_view>

namespace smilepost::kiosk {

bool is_pseudo(std::string_view language);  // "en-XA", "ar-XB"

// What stands in {braces} stays as it is.
std::string pseudo_text(std::string_view english, std::string_view language);

// Whether it was made so.
bool looks_pseudo(std::string_view text);

}  // namespace smilepost::kiosk
