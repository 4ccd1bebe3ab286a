#include "kiosk/authoring/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "kiosk/authoring/rehearsal.h"
#include "kiosk/authoring/words.h"
#include "kiosk/fitting.h"
#include "kiosk/screens/set_pictures.h"
#include "kiosk/text/languages.h"
#include "kiosk/text/numbers.h"
#include "kiosk/text/pseudo.h"
#include "platform/read_text.h"

namespace smilepost::kiosk {
namespace {

constexpr float rounding_px = 1;
constexpr float rounding_mm = 0.1F;
constexpr const char* usual_place =
    "Information";               // where a call that nobody answers sends shoppers
constexpr int canvas_px = 1920;  // as wide and as high as any of the displays

bool is_small(const RegisteredTarget& target, const Display& display) {
  const float least = display.real_mm(target.least_mm) - rounding_px;
  return target.rect.w < least || target.rect.h < least;
}

// Digits and signs are the same in every language.
bool has_letters(const std::string& text) {
  return std::any_of(text.begin(), text.end(),
                     [](unsigned char byte) { return byte >= 0x80 || std::isalpha(byte) != 0; });
}

// On a key of a scale, in the language's own digits.
bool is_number(const RegisteredText& text) {
  constexpr std::uint64_t highest = 10;
  for (std::uint64_t number = 0; number <= highest; ++number) {
    if (text.text == number_in(text.language, number)) return true;
  }
  return false;
}

// Where a pseudo-language is on the screen, what it did not write.
bool is_hard_coded(const RegisteredText& text, const SessionView& view) {
  return is_pseudo(text.language) && text.text != view.brand &&
         text.text != autonym(text.language) && has_letters(text.text) && !is_number(text) &&
         !looks_pseudo(text.text);
}

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() - rounding_px && b.x < a.right() - rounding_px &&
         a.y < b.bottom() - rounding_px && b.y < a.bottom() - rounding_px;
}

// What a shopper could live with, but should not have to.
std::vector<std::string> flaws_of(const TriedScreen& screen, const Display& display) {
  std::vector<std::string> flaws;
  // Pseudo-languages are longer than any real one, so that there is room to spare.
  const bool spare = display.tight() || is_pseudo(screen.view.language);
  const float least = spare                                  ? minimum::tight_capital_mm
                      : screen.view.accessibility.large_text ? minimum::large_capital_mm
                                                             : minimum::capital_mm;
  const auto& texts = screen.shown.texts();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto& text = texts[i];
    if (text.fits && text.capital_mm < least - rounding_mm)
      flaws.push_back(fmt::format("\"{}\" shrinks to capitals of {:.1f} mm, below {}; shorten it",
                                  text.text, text.capital_mm, least));
    if (is_hard_coded(text, screen.view))
      flaws.push_back(fmt::format("\"{}\" is hard-coded; take it from the catalogue", text.text));
    for (std::size_t j = i + 1; j < texts.size(); ++j)
      if (overlap(text.box, texts[j].box))
        flaws.push_back(fmt::format("\"{}\" and \"{}\" lie over each other; shorten one", text.text,
                                    texts[j].text));
  }
  for (const auto& target : screen.shown.targets())
    if (is_small(target, display))
      flaws.push_back(fmt::format("{} is {:.0f} × {:.0f} mm, below {}; offer less on this screen",
                                  target.id, target.rect.w / display.px_per_mm,
                                  target.rect.h / display.px_per_mm, target.least_mm));
  return flaws;
}

LintDisplay lying(int width, int height, float inch) {
  return {fmt::format("{} inch, {} × {}", inch, width, height),
          Display::of_diagonal(float(width), float(height), inch)};
}

struct Sets {
  std::vector<SurveySet> sets;
  std::set<Finding> refused;
};

Sets load(const LintJob& job) {
  Sets loaded;
  if (job.files.empty()) {
    auto all = load_survey_sets(job.share / "surveys");
    loaded.sets = std::move(all.sets);
    for (const auto& refused : all.refused) loaded.refused.insert({refused.message, ""});
  }
  for (const auto& file : job.files) {
    auto set = load_survey_set(file);
    if (set)
      loaded.sets.push_back(*std::move(set));
    else
      loaded.refused.insert({set.error().message, ""});
  }
  return loaded;
}

std::vector<std::string> languages_of(const SurveySet& set, const LintJob& job) {
  if (!job.language.empty()) return {job.language};
  auto languages = set.languages;
  for (const char* pseudo : {"en-XA", "ar-XB"}) languages.emplace_back(pseudo);
  return languages;
}

std::string line_of(const Finding& finding) {
  return finding.what.empty() ? finding.where : finding.where + ": " + finding.what;
}

}  // namespace

std::vector<LintDisplay> lint_displays() {
  std::vector<LintDisplay> displays;
  for (const auto& one : {lying(800, 480, 7), lying(1024, 600, 7), lying(1280, 800, 10.1F),
                          lying(1920, 1080, 15.6F), lying(1920, 1080, 21.5F)}) {
    displays.push_back(one);
    auto standing = one;
    std::swap(standing.display.width_px, standing.display.height_px);
    standing.name += ", standing";
    displays.push_back(standing);
  }
  return displays;
}

std::set<Finding> findings_in(ScreenParts& parts, const LintDisplay& display, const SurveySet& set,
                              const std::string& language) {
  parts.display = display.display;
  std::set<Finding> findings;
  const auto in_language = rehearsed(set, language);
  const auto see = [&](const TriedScreen& screen) {
    const auto add = [&](const std::string& what) {
      findings.insert(
          {fmt::format("{}, {}, {}, {}", set.id, language, display.name, screen.name), what});
    };
    if (const auto fault = fault_of(screen, display.display, language)) add(*fault);
    for (const auto& flaw : flaws_of(screen, display.display)) add(flaw);
    return true;
  };
  Fitting fitting(parts, {{"", usual_place}});
  fitting.try_shoppers_screens(in_language, language, {}, see);
  fitting.try_staff_screens(in_language, language, see);
  return findings;
}

std::set<Finding> findings_in_pictures(const SurveySet& set) {
  std::set<Finding> findings;
  for (const auto theme : theme_names)
    if (const auto fault = faint_picture(set.look, std::string(theme)))
      findings.insert({set.id, *fault});
  return findings;
}

Result<std::set<Finding>> findings_in_words(const std::filesystem::path& locales) {
  std::set<Finding> findings;
  std::map<std::string, Messages> languages;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(locales, failed)) {
    const auto bytes = platform::read_text(entry.path());
    if (!bytes) return Error{entry.path().string() + ": cannot be read; check who may"};
    auto messages = parse_mo(*bytes, entry.path().string());
    if (!messages) return messages.error();
    languages.emplace(entry.path().stem().string(), *std::move(messages));
  }
  const auto english = languages.find("en");
  if (failed || english == languages.end())
    return Error{locales.string() + ": holds no en.mo; build the target smilepost_locales"};
  for (const auto& [language, messages] : languages)
    for (const auto& fault : faults_in(english->second, messages, language))
      findings.insert({"locales/" + language + ".po", fault});
  return findings;
}

Result<std::size_t> lint(const LintJob& job, const std::function<void(const std::string&)>& say) {
  ::setenv("SDL_VIDEODRIVER", "offscreen", 0);
  auto window = platform::Window::open({.width = canvas_px, .height = canvas_px});
  if (!window) return window.error();
  auto parts = ScreenParts::open(**window, {}, job.share, {});
  if (!parts) return parts.error();
  auto findings = findings_in_words(job.share / "locales");
  if (!findings) return findings.error();
  const auto loaded = load(job);
  findings->insert(loaded.refused.begin(), loaded.refused.end());
  for (const auto& set : loaded.sets) findings->merge(findings_in_pictures(set));
  for (const auto& finding : *findings) say(line_of(finding));
  std::size_t count = findings->size();
  const auto displays = lint_displays();
  for (std::size_t i = 0; i < displays.size(); ++i) {
    const auto& display = displays[i];
    std::set<Finding> here;
    for (const auto& set : loaded.sets)
      for (const auto& language : languages_of(set, job))
        here.merge(findings_in(*parts, display, set, language));
    for (const auto& finding : here) say(line_of(finding));
    say(fmt::format("{} of {}, {}: {}", i + 1, displays.size(), display.name,
                    here.empty() ? "good" : fmt::format("{} to mend", here.size())));
    count += here.size();
  }
  say(fmt::format("{} sets on {} displays: {}", loaded.sets.size(), displays.size(),
                  count == 0 ? "all good" : fmt::format("{} to mend", count)));
  return count;
}

}  // namespace smilepost::kiosk
