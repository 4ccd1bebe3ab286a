// A survey set's texts on their way to translators and back: as a PO file, one language beside the
// source, or as a table of all languages. What is in a set and what comes back meet by place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/authoring/survey_document.h"
#include "platform/result.h"

namespace smilepost::kiosk {

struct TranslatedText {
  std::string place;
  std::optional<std::string> source;  // the text that was translated, where the file says so
  Texts in;                           // empty: not translated
  bool fuzzy = false;                 // somebody is to look at it
  std::size_t line = 0;
};

struct Translation {
  std::vector<std::string> languages;  // that it holds
  std::vector<TranslatedText> texts;
};

// Without a language a template: nothing is translated.
std::string po_of(const SurveyDocument& document, const std::optional<std::string>& language);
// Without a language, that which its header names.
Result<Translation> translation_in_po(std::string_view bytes, const std::string& file,
                                      const SurveyDocument& document,
                                      const std::optional<std::string>& language);

// All languages of the set, and `another` with nothing in it where the set does not have it.
std::string csv_of(const SurveyDocument& document, const std::optional<std::string>& another);
// Without a language, all that it holds; else that one, held against the source.
Result<Translation> translation_in_csv(std::string_view bytes, const std::string& file,
                                       const SurveyDocument& document,
                                       const std::optional<std::string>& language);

}  // namespace smilepost::kiosk
