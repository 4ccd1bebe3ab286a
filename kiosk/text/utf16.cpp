#include "kiosk/text/utf16.h"

#include <unicode/ustring.h>

#include <cassert>

namespace smilepost::kiosk {

std::u16string utf16(std::string_view utf8) {
  std::u16string text(utf8.size(), u'\0');  // never more units than bytes
  int32_t length = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strFromUTF8WithSub(text.data(), int32_t(text.size()), &length, utf8.data(),
                       int32_t(utf8.size()), 0xFFFD, nullptr, &status);
  assert(U_SUCCESS(status) != 0);
  text.resize(std::size_t(length));
  return text;
}

std::string utf8(std::u16string_view utf16) {
  std::string text(utf16.size() * 3, '\0');  // never more bytes than that
  int32_t length = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strToUTF8WithSub(text.data(), int32_t(text.size()), &length, utf16.data(),
                     int32_t(utf16.size()), 0xFFFD, nullptr, &status);
  assert(U_SUCCESS(status) != 0);
  text.resize(std::size_t(length));
  return text;
}

}  // namespace smilepost::kiosk
