// What translators sent, taken into a survey set: all of it or nothing. The result is a set that
// the kiosk takes.
#pragma once

#include <string>
#include <vector>

#include "kiosk/authoring/translation.h"

namespace smilepost::kiosk {

struct SurveyImport {
  std::vector<std::string> faults;   // a line each: then nothing else is here
  std::vector<std::string> changes;  // "PLACE: LANGUAGE: "old" is now "new"", and new languages
  std::string json;
  std::uint64_t version = 0;  // raised where a text that shoppers may have read is another one
};

// `file` is that of the translation, `set_file` that of the set; both are only named in messages.
SurveyImport import_translation(const SurveyDocument& document, const Translation& translation,
                                const std::string& file, const std::string& set_file,
                                const Judge& judge = judged_by_the_kiosk);

}  // namespace smilepost::kiosk
