// Where ICU sees lines (UAX #14) or characters (UAX #29) end.
#pragma once

#include <unicode/ubrk.h>

#include <string>
#include <string_view>
#include <vector>

namespace smilepost::kiosk {

struct Boundary {
  int at = 0;      // an offset in UTF-16 units, above 0
  int status = 0;  // ubrk_getRuleStatus
};

// All of the text, in order. The locale in ICU's notation. None where ICU has no rules.
std::vector<Boundary> boundaries(UBreakIteratorType kind, std::u16string_view text,
                                 const std::string& locale);

}  // namespace smilepost::kiosk
