#include "kiosk/authoring/survey_import.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "kiosk/authoring/text_kind.h"
#include "kiosk/survey/json_place.h"
#include "kiosk/survey/word_count.h"

namespace smilepost::kiosk {
namespace {

std::string in_quotes(const std::string& text) {
  return '"' + quotable(text) + '"';
}

// What a spreadsheet shows where it took a text for a formula.
bool is_spreadsheet_error(const std::string& text) {
  static constexpr std::array<std::string_view, 7> errors{"#NAME?", "#REF!", "#VALUE!", "#DIV/0!",
                                                          "#N/A",   "#NUM!", "#NULL!"};
  return std::find(errors.begin(), errors.end(), text) != errors.end();
}

// Says everything that is wrong, not only the first, and gathers what is good.
class Taking {
 public:
  Taking(const SurveyDocument& document, const Translation& translation, std::string file)
      : document_(document), translation_(translation), file_(std::move(file)) {}

  void take_all() {
    for (const auto& text : translation_.texts) take(text);
    for (const auto& text : document_.texts())
      if (taken_.count(text.place) == 0)
        faults_.push_back(file_ + ": " + text.place +
                          ": is missing; add it, best from a fresh export");
    for (const auto& language : translation_.languages)
      if (!document_.has_language(language)) changes_.new_languages.push_back(language);
  }

  std::vector<std::string> faults() { return std::move(faults_); }
  SurveyDocument::Changes& changes() { return changes_; }
  std::vector<std::string> told() { return std::move(told_); }

 private:
  void refuse(const TranslatedText& text, const std::string& what_and_remedy) {
    faults_.push_back(file_ + ":" + std::to_string(text.line) + ": " + quotable(text.place) + ": " +
                      what_and_remedy);
  }

  void take(const TranslatedText& text) {
    const auto& all = document_.texts();
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const SurveyText& known) { return known.place == text.place; });
    if (found == all.end())
      return refuse(text, "is no text of this survey set; was its id changed? remove it");
    if (!taken_.insert(text.place).second)
      return refuse(text, "stands a second time; keep the one that is right");
    const auto& source = text_in(found->in, document_.source());
    if (text.source && *text.source != source)
      return refuse(text, "was translated from " + in_quotes(*text.source) + ", but the set says " +
                              in_quotes(source) + "; translate that, from a fresh export");
    if (text.fuzzy) return refuse(text, "is fuzzy; look at it, then take the mark away");
    for (const auto& [language, words] : text.in) take(text, language, words, *found);
  }

  void take(const TranslatedText& text, const std::string& language, const std::string& words,
            const SurveyText& known) {
    const auto longest = kind_of(text.place).longest;
    const auto length = count_code_points(words);
    if (words.empty()) return refuse(text, "has no text in " + language + "; translate it");
    if (longest > 0 && length > longest)
      return refuse(text, "has " + std::to_string(length) + " characters in " + language +
                              "; shorten it to " + std::to_string(longest));
    if (is_spreadsheet_error(words))
      return refuse(text, "is " + words + " in " + language +
                              ", which a spreadsheet made of it; write the text again");
    if (text_in(known.in, language) == words) return;
    changes_.texts[text.place][language] = words;
    if (document_.has_language(language))
      told_.push_back(text.place + ": " + language + ": " + in_quotes(text_in(known.in, language)) +
                      " is now " + in_quotes(words));
  }

  const SurveyDocument& document_;
  const Translation& translation_;
  std::string file_;
  std::set<std::string> taken_;
  std::vector<std::string> faults_, told_;
  SurveyDocument::Changes changes_;
};

}  // namespace

SurveyImport import_translation(const SurveyDocument& document, const Translation& translation,
                                const std::string& file, const std::string& set_file,
                                const Judge& judge) {
  Taking taking(document, translation, file);
  taking.take_all();
  if (auto faults = taking.faults(); !faults.empty()) return {std::move(faults), {}, {}, 0};
  SurveyImport import;
  import.changes = taking.told();
  auto& changes = taking.changes();
  // A language more changes no words that anybody has read.
  changes.version = document.version() + (import.changes.empty() ? 0 : 1);
  import.version = changes.version;
  for (const auto& language : changes.new_languages)
    import.changes.push_back("the language " + language + " is new");
  import.json = document.with(changes);
  if (auto good = judge(import.json, set_file); !good) return {{good.error().message}, {}, {}, 0};
  return import;
}

}  // namespace smilepost::kiosk
