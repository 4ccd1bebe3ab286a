// Numbers as a language writes them, and words beside them as it bends these (CLDR, by ICU).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace smilepost::kiosk {

std::string number_in(std::string_view language, std::uint64_t number);  // "1,048,576"

// Which of a message's plural forms a whole number takes, counted from 0 in the order in which
// gettext lists them: zero, one, two, few, many, other, those which the language has.
std::size_t plural_form(std::string_view language, std::uint64_t number, std::size_t forms);

}  // namespace smilepost::kiosk
