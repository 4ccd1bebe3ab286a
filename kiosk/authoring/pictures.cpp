#include "kiosk/authoring/pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <vector>

#include "kiosk/authoring/contact_sheet.h"
#include "kiosk/authoring/rehearsal.h"
#include "kiosk/fitting.h"
#include "kiosk/survey/survey_set_rules.h"
#include "kiosk/text/languages.h"
#include "platform/files.h"
#include "platform/png.h"

namespace smilepost::kiosk {
namespace {

namespace fs = std::filesystem;

// An Error names what is no language: it would become a folder's name.
Result<std::vector<std::string>> languages_of(const PictureJob& job, const SurveySet& set) {
  if (job.languages.empty()) return set.languages;
  std::vector<std::string> tags;
  std::istringstream list(job.languages);
  for (std::string tag; std::getline(list, tag, ',');) {
    if (!rules::is_language_tag(tag))
      return Error{"\"" + tag + "\" is no language tag; write such as de or de,zh-Hant"};
    tags.push_back(std::move(tag));
  }
  return tags;
}

std::string file_name(std::size_t number, std::string screen) {
  std::replace(screen.begin(), screen.end(), ' ', '-');
  return fmt::format("{:02}-{}.png", number, screen);
}

// Draws one language after the other; the first file that cannot be written ends it.
class Draughtsman {
 public:
  Draughtsman(platform::Window& window, ScreenParts& parts, fs::path into)
      : window_(window), parts_(parts), into_(std::move(into)) {}

  Result<SheetLanguage> draw(const SurveySet& set, const std::string& tag) {
    std::error_code failed;
    fs::create_directories(into_ / tag, failed);
    if (failed)
      return Error{(into_ / tag).string() + ": " + failed.message() + "; name another folder"};
    SheetLanguage language{tag, autonym(tag), {}};
    Status kept = Done{};
    Fitting(parts_).try_shoppers_screens(rehearsed(set, tag), tag, {},
                                         [&](const TriedScreen& screen) {
                                           kept = keep(screen, language);
                                           return bool(kept);
                                         });
    if (!kept) return kept.error();
    return language;
  }

 private:
  Status keep(const TriedScreen& screen, SheetLanguage& language) {
    const auto name = file_name(language.pictures.size() + 1, screen.name);
    language.pictures.push_back({language.tag + "/" + name, screen.name,
                                 fault_of(screen, parts_.display, language.tag).value_or("")});
    paint_still(parts_, window_, 0);
    auto written = platform::write_png(into_ / language.tag / name, window_.read_picture());
    window_.swap();
    return written;
  }

  platform::Window& window_;
  ScreenParts& parts_;
  fs::path into_;
};

}  // namespace

Status draw_pictures(const PictureJob& job, const std::function<void(const std::string&)>& say) {
  const auto set = load_survey_set(job.survey);
  if (!set) return set.error();
  const auto tags = languages_of(job, *set);
  if (!tags) return tags.error();
  ::setenv("SDL_VIDEODRIVER", "offscreen", 0);
  auto window = platform::Window::open({.width = job.width, .height = job.height});
  if (!window) return window.error();
  Config config;
  config.diagonal_inch = usual_diagonal_inch;
  auto parts = ScreenParts::open(**window, config, job.share, {});
  if (!parts) return parts.error();
  Draughtsman draughtsman(**window, *parts, job.into);
  std::vector<SheetLanguage> sheet;
  for (const auto& tag : *tags) {
    auto language = draughtsman.draw(*set, tag);
    if (!language) return language.error();
    say(fmt::format("{}: {} screens", tag, language->pictures.size()));
    sheet.push_back(*std::move(language));
  }
  const auto page = job.into / "index.html";
  const auto title = fmt::format("{}, version {}", set->id, set->version);
  if (auto kept = platform::write_file(page, contact_sheet(title, sheet)); !kept) return kept;
  say(page.string());
  return Done{};
}

}  // namespace smilepost::kiosk
