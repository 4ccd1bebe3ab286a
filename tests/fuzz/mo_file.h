// A .mo file made by hand (GNU gettext manual, "The Format of GNU MO Files").
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace smilepost::fuzz {

inline std::string mo_file(const std::vector<std::pair<std::string, std::string>>& messages) {
  std::string tables, texts;
  const auto count = static_cast<std::uint32_t>(messages.size());
  const auto put = [&tables](std::uint32_t word) {
    for (int shift = 0; shift < 32; shift += 8) tables += static_cast<char>(word >> shift & 255);
  };
  const auto put_text = [&](const std::string& text) {
    put(static_cast<std::uint32_t>(text.size()));
    put(28 + 16 * count + static_cast<std::uint32_t>(texts.size()));
    texts += text + '\0';
  };
  for (const std::uint32_t word : {0x950412deU, 0U, count, 28U, 28 + 8 * count, 0U, 0U}) put(word);
  for (const auto& message : messages) put_text(message.first);
  for (const auto& message : messages) put_text(message.second);
  return tables + texts;
}

}  // namespace smilepost::fuzz
