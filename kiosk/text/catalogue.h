// The kiosk's own words in every language: compiled gettext catalogues (locales/*.po → *.mo). Our
// own reader, because libintl depends on the locale of the process. UI thread only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "platform/result.h"

namespace smilepost::kiosk {

// msgid → msgstr, or its plural forms. Refuses bytes that are not a .mo file; `file` is only named
// in the message.
using Messages = std::unordered_map<std::string, std::vector<std::string>>;
Result<Messages> parse_mo(std::string_view bytes, const std::string& file);

class Catalogue {
 public:
  // Every LANGUAGE.mo in the folder.
  static Result<Catalogue> open(const std::filesystem::path& folder);

  // The msgid is the English text. A language without a catalogue falls back to its BCP 47 parents
  // of the same script (pt-BR to pt, but never zh-Hant to zh), then to the msgid itself.
  std::string text(std::string_view language, std::string_view msgid) const;

  using Values = std::initializer_list<std::pair<std::string_view, std::string_view>>;
  // The same, every {name} replaced by its value, which is set apart from a text of another
  // direction (UAX #9, "isolate"): "Sent 3 of 5" is never read as "Sent 5 of 3".
  std::string text(std::string_view language, std::string_view msgid, Values values) const;

  // A message with plural forms: that for `count`, {name} replaced by it.
  std::string text(std::string_view language, std::string_view msgid, std::string_view name,
                   std::uint64_t count) const;

  // How often a string was wanted that no catalogue of the language had.
  std::uint64_t missing() const { return missing_; }

 private:
  const std::vector<std::string>* find(std::string_view language, std::string_view msgid) const;

  std::map<std::string, Messages, std::less<>> languages_;
  mutable std::uint64_t missing_ = 0;
};

}  // namespace smilepost::kiosk
