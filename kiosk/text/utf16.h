// ICU and HarfBuzz share UTF-16: offsets into it are what breaks, runs and clusters speak of.
#pragma once

#include <string>
#include <string_view>

namespace smilepost::kiosk {

// Bytes that are not UTF-8 become U+FFFD.
std::u16string utf16(std::string_view utf8);
// Of whole characters.
std::string utf8(std::u16string_view utf16);

}  // namespace smilepost::kiosk
