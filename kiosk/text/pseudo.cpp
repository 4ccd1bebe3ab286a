#include "kiosk/text/pseudo.h"

#include <algorithm>
#include <array>
#include <utility>

namespace smilepost::kiosk {
namespace {

constexpr std::string_view accented = "en-XA", mirrored = "ar-XB";
constexpr std::string_view right_to_left_override = "\u202E", pop_directional = "\u202C";

// Translations grow by so much on average; the real ones are looked at themselves.
double growth(std::size_t letters) {
  return letters <= 20 ? 0.25 : 0.3;
}

std::string_view accented_letter(char letter) {
  static constexpr std::array<std::pair<char, std::string_view>, 22> letters = {
      {{'a', "å"}, {'c', "ç"}, {'e', "é"}, {'g', "ğ"}, {'i', "î"}, {'k', "ķ"},
       {'l', "ļ"}, {'n', "ñ"}, {'o', "ö"}, {'r', "ŕ"}, {'s', "š"}, {'t', "ţ"},
       {'u', "û"}, {'w', "ŵ"}, {'y', "ý"}, {'z', "ž"}, {'A', "Å"}, {'C', "Ç"},
       {'E', "É"}, {'N', "Ñ"}, {'O', "Ö"}, {'S', "Š"}}};
  for (const auto& [plain, with] : letters) {
    if (plain == letter) return with;
  }
  return {};
}

std::string with_accents(std::string_view english) {
  std::string text;
  bool in_braces = false;
  for (const char letter : english) {
    in_braces = (in_braces || letter == '{') && letter != '}';
    const auto with = in_braces ? std::string_view() : accented_letter(letter);
    with.empty() ? void(text += letter) : void(text += with);
  }
  return text;
}

// Words of a few letters, so that lines can break.
std::string padding(std::size_t letters) {
  static constexpr std::string_view words = " one two three four five six seven eight nine ten";
  const auto wanted = static_cast<std::size_t>(static_cast<double>(letters) * growth(letters));
  std::string text(words.substr(0, wanted));
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

// Its letters from right to left, word by word: what stands in braces may be of another direction.
std::string mirrored_text(std::string_view english) {
  std::string text;
  for (std::size_t at = 0; at < english.size();) {
    const auto brace = std::min(english.find('{', at), english.size());
    if (brace > at) {
      text += right_to_left_override;
      text += english.substr(at, brace - at);
      text += pop_directional;
    }
    const auto end = english.find('}', brace);
    at = end == std::string_view::npos ? english.size() : end + 1;
    text += english.substr(brace, at - brace);
  }
  return text;
}

}  // namespace

bool is_pseudo(std::string_view language) {
  return language == accented || language == mirrored;
}

std::string pseudo_text(std::string_view english, std::string_view language) {
  if (english.empty()) return {};
  if (language == mirrored) return "[" + mirrored_text(english) + "]";
  return "[" + with_accents(english) + padding(english.size()) + "]";
}

bool looks_pseudo(std::string_view text) {
  return text.size() > 2 && text.front() == '[' && text.back() == ']';
}

}  // namespace smilepost::kiosk
