// The order in which people look for names: "Till 2" before "Till 10", "Örebro" at O. Of our own,
// for it must be the same on SQLite and PostgreSQL, whatever languages the machine has.
#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace smilepost::backend {

// Lower case, and Latin letters without what they wear: "Łódź" is "lodz", "Straße" is "strasse".
// Greek and Cyrillic in lower case; all else, broken UTF-8 too, as it is.
std::string folded(std::string_view text);

// Folded, and figures by their value; what is equal so, by its bytes.
std::strong_ordering natural_order(std::string_view left, std::string_view right);

}  // namespace smilepost::backend
