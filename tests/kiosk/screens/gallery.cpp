// Writes a picture of every screen in every language and on every display into a folder, to look
// at.
#include <cstdio>
#include <filesystem>

#include "platform/png.h"
#include "tests/kiosk/screens/booth.h"
#include "tests/kiosk/screens/samples.h"

namespace {

using namespace smilepost;
using namespace smilepost::kiosk;

Accessibility accessibility;  // in which all of it is drawn
std::string only;             // what begins so; empty: all of it

bool draw_all(Booth& booth, const TestDisplay& display, const std::filesystem::path& folder) {
  for (const auto& words : sample_words()) {
    for (auto& sample : samples(words)) {
      if (!sample.name.starts_with(only)) continue;
      if (accessibility.any()) sample.view.accessibility = accessibility;
      booth.use(display);
      booth.frame(sample.view, sample.staff);
      const auto name = display.name + "_" + sample.name + "_" + words.language + ".png";
      const auto written = platform::write_png(folder / name, booth.picture());
      if (!written) {
        std::fprintf(stderr, "%s\n", written.error().message.c_str());
        return false;
      }
    }
  }
  return true;
}

// What is shipped, in every language: one sheet a language and display.
bool draw_sheets(Booth& booth, const TestDisplay& display, const std::filesystem::path& folder) {
  for (const auto& language : shipped_languages()) {
    std::vector<platform::Picture> screens;
    for (auto& sample : shipped_samples(language)) {
      sample.view.accessibility = accessibility;
      booth.use(display);
      booth.frame(sample.view, sample.staff);
      screens.push_back(shrunk(booth.picture(), 2));
    }
    const auto name = "sheet_" + display.name + "_" + language + ".png";
    if (auto written = platform::write_png(folder / name, sheet_of(screens, 4)); !written) {
      std::fprintf(stderr, "%s\n", written.error().message.c_str());
      return false;
    }
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(
        stderr,
        "usage: screen_gallery FOLDER [light|dark|high-contrast|hofmarkt|large-text] [SCREEN]\n");
    return 2;
  }
  std::filesystem::create_directories(argv[1]);
  const std::string dress = argc > 2 ? argv[2] : "light";
  const auto look = dress == "hofmarkt" ? hofmarkt_look() : nullptr;
  accessibility.large_text = dress == "large-text";
  auto booth = Booth::open(1920, 1280, theme_named(is_theme(dress) ? dress : "light"));
  if (!booth) {
    std::fprintf(stderr, "%s\n", booth.error().message.c_str());
    return 1;
  }
  only = argc > 3 ? argv[3] : "";
  if (!only.empty()) {
    for (const auto& display : {ten_inch, portrait, seven_inch, seven_inch_standing})
      if (!draw_all(**booth, display, argv[1])) return 1;
    return 0;
  }
  for (const auto& display : test_displays)
    if (!draw_all(**booth, display, argv[1]) || !draw_sheets(**booth, display, argv[1])) return 1;
  return draw_sheets(**booth, seven_inch_standing, argv[1]) ? 0 : 1;
}
