#include "backend/fleet/natural_order.h"

namespace smilepost::backend {
namespace {

// From U+00C0 on, Latin-1 and Latin Extended-A; a figure names one of `pairs`, a dot is no letter.
constexpr std::string_view bases =
    "aaaaaa1ceeeeiiiidnooooo.ouuuuy23aaaaaa1ceeeeiiiidnooooo.ouuuuy2y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii44jjkkklllllll"
    "lllnnnnnnnnnoooooo55rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
constexpr std::string_view pairs = "aethssijoe";
constexpr char32_t first_base = 0xC0;
static_assert(bases.size() == 0x180 - first_base);

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void append(char32_t letter, std::string& out) {  // of two bytes
  out += static_cast<char>(0xC0U | letter >> 6U);
  out += static_cast<char>(0x80U | (letter & 0x3FU));
}

bool is_accent(char32_t letter) {
  return letter >= 0x300 && letter < 0x370;
}

// Greek and Cyrillic, where the small letters follow the capitals.
char32_t small(char32_t letter) {
  if (letter >= 0x391 && letter <= 0x3A9) return letter + 0x20;
  if (letter >= 0x400 && letter <= 0x40F) return letter + 0x50;
  if (letter >= 0x410 && letter <= 0x42F) return letter + 0x20;
  return letter;
}

void append_folded(char32_t letter, std::string& out) {
  if (is_accent(letter)) return;
  if (letter >= 0x218 && letter <= 0x21B) {  // Romanian
    out += letter < 0x21A ? 's' : 't';
    return;
  }
  const char base = letter >= first_base && letter < 0x180 ? bases[letter - first_base] : '.';
  if (base == '.') return append(small(letter), out);
  if (!is_digit(base)) {
    out += base;
    return;
  }
  out += pairs.substr(static_cast<std::size_t>(base - '1') * 2, 2);
}

// Takes the figures at `at` without their leading zeros.
std::string_view take_number(std::string_view text, std::size_t& at) {
  while (at < text.size() && text[at] == '0') ++at;
  const std::size_t begin = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  return text.substr(begin, at - begin);
}

std::strong_ordering order_of_folded(std::string_view left, std::string_view right) {
  std::size_t i = 0, j = 0;
  while (i < left.size() && j < right.size()) {
    if (is_digit(left[i]) && is_digit(right[j])) {
      const auto one = take_number(left, i), other = take_number(right, j);
      if (one.size() != other.size()) return one.size() <=> other.size();
      if (one != other) return one <=> other;
    } else if (left[i] != right[j]) {
      return static_cast<unsigned char>(left[i]) <=> static_cast<unsigned char>(right[j]);
    } else {
      ++i, ++j;
    }
  }
  return left.size() - i <=> right.size() - j;
}

}  // namespace

// Letters of two bytes are all that is folded beyond ASCII: the bytes of longer ones, and stray
// ones, are no such pair.
std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const unsigned char c = static_cast<unsigned char>(text[at]);
    const unsigned char next =
        at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : '\0';
    if (c >= 0xC2 && c < 0xE0 && (next & 0xC0U) == 0x80) {
      append_folded((c & 0x1FU) << 6U | (next & 0x3FU), out);
      ++at;
    } else {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : text[at];
    }
  }
  return out;
}

std::strong_ordering natural_order(std::string_view left, std::string_view right) {
  if (left == right) return std::strong_ordering::equal;
  const auto order = order_of_folded(folded(left), folded(right));
  return std::is_neq(order) ? order : left <=> right;
}

}  // namespace smilepost::backend
