#include "kiosk/survey/json_place.h"

namespace smilepost::kiosk {
namespace {

constexpr std::size_t longest = 60;

bool is_inside_code_point(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

std::string_view cut(std::string_view utf8) {
  if (utf8.size() <= longest) return utf8;
  std::size_t end = longest;
  while (end > 0 && is_inside_code_point(utf8[end])) --end;
  return utf8.substr(0, end);
}

std::string escaped(char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  return std::string("\\u00") + digits[byte >> 4] + digits[byte & 15];
}

}  // namespace

std::string quotable(std::string_view utf8) {
  std::string out;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte == 0x7F ? escaped(c) : std::string(1, c);
  }
  const std::string_view shown = cut(out);
  return shown.size() < out.size() ? std::string(shown) + "…" : out;
}

std::string pointer_token(std::string_view key) {
  std::string out;
  for (const char c : quotable(key)) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

}  // namespace smilepost::kiosk
