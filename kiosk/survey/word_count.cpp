#include "kiosk/survey/word_count.h"

namespace smilepost::kiosk {
namespace {

unsigned char byte(char c) {
  return static_cast<unsigned char>(c);
}

bool begins_code_point(char c) {
  return (byte(c) & 0xC0) != 0x80;
}

// The code point of a three-byte sequence at i; 0 for any other length.
unsigned three_byte_code_point(std::string_view utf8, std::size_t i) {
  if ((byte(utf8[i]) & 0xF0) != 0xE0 || i + 2 >= utf8.size()) return 0;
  return (byte(utf8[i]) & 0x0Fu) << 12 | (byte(utf8[i + 1]) & 0x3Fu) << 6 |
         (byte(utf8[i + 2]) & 0x3Fu);
}

bool is_of_a_script_without_spaces(unsigned code_point) {
  return (code_point >= 0x0E00 && code_point < 0x0F00) ||  // Thai, Lao
         (code_point >= 0x1000 && code_point < 0x10A0) ||  // Burmese
         (code_point >= 0x1780 && code_point < 0x1800) ||  // Khmer
         (code_point >= 0x3040 && code_point < 0xA000);    // kana, Chinese characters
}

}  // namespace

std::size_t count_code_points(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) count += begins_code_point(c) ? 1 : 0;
  return count;
}

std::size_t count_words(std::string_view utf8) {
  std::size_t words = 0, unspaced = 0;
  bool inside = false;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    if (!begins_code_point(utf8[i])) continue;
    const bool space = utf8[i] == ' ' || utf8[i] == '\n' || utf8[i] == '\t';
    const bool alone = is_of_a_script_without_spaces(three_byte_code_point(utf8, i));
    if (alone) ++unspaced;
    if (!space && !alone && !inside) ++words;
    inside = !space && !alone;
  }
  return words + (unspaced + 2) / 3;
}

}  // namespace smilepost::kiosk
