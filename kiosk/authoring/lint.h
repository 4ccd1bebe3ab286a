// `smilepost lint`: looks at survey sets and the kiosk's own words as shoppers and staff will meet
// them, on every display that is supported, and says what is missing, cut off, too small or
// hard-coded.
#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/screen_parts.h"
#include "kiosk/survey/survey_set.h"

namespace smilepost::kiosk {

struct LintDisplay {
  std::string name;  // "7 inch, 800 × 480"
  Display display;
};
// What is sold and supported, each lying and standing.
std::vector<LintDisplay> lint_displays();

struct Finding {
  std::string where;  // set or file, language, display, screen
  std::string what;   // and what to do
  friend auto operator<=>(const Finding&,
                          const Finding&) = default;  // NOLINT(modernize-use-nullptr)
};

// All findings of one set in one language on one display, each once.
std::set<Finding> findings_in(ScreenParts& parts, const LintDisplay& display, const SurveySet& set,
                              const std::string& language);

// Of its own pictures, on kiosks of any theme: a set that names none must be seen on each.
std::set<Finding> findings_in_pictures(const SurveySet& set);

// Of every catalogue in the folder.
Result<std::set<Finding>> findings_in_words(const std::filesystem::path& locales);

struct LintJob {
  std::filesystem::path share;               // fonts, texts, smileys
  std::vector<std::filesystem::path> files;  // none: all survey sets of `share`
  std::string language;                      // empty: all, and the pseudo-languages
};

// Says what it found, display by display. How many findings; an Error where it could not look.
Result<std::size_t> lint(const LintJob& job, const std::function<void(const std::string&)>& say);

}  // namespace smilepost::kiosk
