// How much there is to read.
#pragma once

#include <cstddef>
#include <string_view>

namespace smilepost::kiosk {

// Unicode code points of valid UTF-8.
std::size_t count_code_points(std::string_view utf8);

// Words between spaces; where a script writes none, a word for every three letters, so that a
// thank-you in it stays long enough.
std::size_t count_words(std::string_view utf8);

}  // namespace smilepost::kiosk
