// What came back from translators, taken into a set: a set that is judged good, or reasons why not.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/authoring/survey_import.h"
#include "tests/fuzz/fuzz.h"
#include "tests/kiosk/authoring/survey_samples.h"

namespace smilepost::fuzz {

inline const kiosk::SurveyDocument& sample_document() {
  static const auto document = kiosk::document_of(kiosk::questions_json);
  return document;
}

inline void is_taken_or_refused(const Result<kiosk::Translation>& translation,
                                const std::string& file) {
  using namespace kiosk;
  if (!translation) return must_be_about(translation.error(), file + ":");
  const auto& document = sample_document();
  const auto import =
      import_translation(document, *translation, file, "set.json", judged_by_nobody);
  for (const auto& fault : import.faults) must_be_about({fault}, file + ":");
  if (!import.faults.empty()) return must(import.json.empty(), "what is refused changes nothing");
  const auto again = SurveyDocument::parse(import.json, "set.json", judged_by_nobody);
  must(static_cast<bool>(again), "what is taken is a set");
  must(again->texts().size() == document.texts().size(), "no text comes or goes");
  for (std::size_t i = 0; i < again->texts().size(); ++i) {
    must(again->texts()[i].place == document.texts()[i].place, "every text keeps its place");
    must(again->texts()[i].in.size() == again->languages().size(), "a text has every language");
  }
  must(again->version() == import.version, "the version is the one that is said");
}

}  // namespace smilepost::fuzz
