#include "kiosk/authoring/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "kiosk/text/numbers.h"

namespace smilepost::kiosk {
namespace {

constexpr std::uint64_t enough_numbers = 200;  // every form of every language is among them

std::multiset<std::string> placeholders_in(const std::string& text) {
  std::multiset<std::string> found;
  for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
    const auto end = text.find('}', at);
    if (end == std::string::npos) break;
    found.insert(text.substr(at, end - at + 1));
  }
  return found;
}

// Of so many forms, those that numbers take. French has another one for millions: with or without
// it.
std::size_t used_of(std::size_t forms, const std::string& language) {
  std::set<std::size_t> used;
  for (std::uint64_t number = 0; number < enough_numbers; ++number) {
    used.insert(plural_form(language, number, forms));
  }
  return used.size();
}

}  // namespace

std::vector<std::string> faults_in(const Messages& english, const Messages& translated,
                                   const std::string& language) {
  std::vector<std::string> faults;
  for (const auto& [id, english_forms] : english) {
    const auto found = translated.find(id);
    if (found == translated.end()) {
      faults.push_back(fmt::format("\"{}\" is missing; translate it", id));
      continue;
    }
    for (const auto& form : found->second) {
      if (placeholders_in(form) != placeholders_in(id)) {
        faults.push_back(
            fmt::format("\"{}\" has other placeholders than \"{}\"; keep each once", form, id));
      }
    }
    const std::size_t forms = found->second.size();
    if (english_forms.size() > 1 &&
        (used_of(forms, language) != forms || used_of(forms + 1, language) > forms)) {
      faults.push_back(fmt::format(
          "\"{}\" has {} plural forms, not as many as the language; see locales/README.md", id,
          forms));
    }
  }
  for (const auto& [id, forms] : translated) {
    if (english.count(id) == 0) {
      faults.push_back(fmt::format("\"{}\" is stale; the kiosk no longer says it", id));
    }
  }
  std::sort(faults.begin(), faults.end());
  return faults;
}

}  // namespace smilepost::kiosk
