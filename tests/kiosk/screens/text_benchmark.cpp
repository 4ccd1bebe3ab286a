// What languages cost: laying out a question in each, a change of language on the screen from the
// tap to the finished picture, and the memory that the text of all of them takes. Closes with the
// figures that are aimed at.
#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <sstream>

#include "kiosk/text/paragraph.h"
#include "kiosk/text/text_engine.h"
#include "tests/kiosk/screens/booth.h"
#include "tests/kiosk/screens/samples.h"
#include "tests/places.h"

namespace smilepost::kiosk {
namespace {

constexpr int times = 50;
constexpr float room_em = 16;
const std::string fonts_folder = tests::in_build("share/fonts");

double ms_of(const std::function<void()>& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun)
      .count();
}

double median_ms(const std::function<void()>& work) {
  std::vector<double> all;
  for (int i = 0; i < times; ++i) all.push_back(ms_of(work));
  std::nth_element(all.begin(), all.begin() + times / 2, all.end());
  return all[times / 2];
}

std::string question_in(const std::string& language) {
  return shipped_samples(language).front().view.question;
}

void lay_out(const FontSet& fonts, const std::string& text, const std::string& language) {
  const Shaper shaper(fonts);
  const Paragraph paragraph(shaper, text, language, Weight::bold, 0);
  (void)paragraph.placed(paragraph.spans(room_em, true));
}

// Cold: with fonts that nobody has looked at yet.
void layouts() {
  fmt::print("language   cold ms  warm ms  a question laid out\n");
  for (const auto& language : shipped_languages()) {
    const auto fonts = *FontSet::open(fonts_folder);
    const std::string text = question_in(language);
    const double cold = ms_of([&] { lay_out(*fonts, text, language); });
    fmt::print("{:8} {:9.2f} {:8.3f}  {}\n", language, cold,
               median_ms([&] { lay_out(*fonts, text, language); }), text);
  }
}

struct Switches {
  double cold_ms = 0, warm_ms = 0;
};

// From the frame that knows the new language to all that the display needs to draw it: layout,
// glyphs, textures, commands. How long the display draws is another matter, and a software one's
// none of ours.
Switches switches(Booth& booth) {
  Switches worst;
  const auto other = shipped_samples("en").front();
  fmt::print(
      "\nlanguage   cold ms  warm ms  English to it, the whole screen; without drawing English\n");
  for (const auto& language : shipped_languages()) {
    if (language == "en") continue;
    const auto sample = shipped_samples(language).front();
    const auto change = [&] {
      booth.frame(other.view);
      (void)booth.picture();  // the software display is done with it
      return ms_of([&] { booth.frame(sample.view); });
    };
    const double cold = change();
    std::vector<double> warm;
    for (int i = 0; i < times / 5; ++i) warm.push_back(change());
    std::nth_element(warm.begin(), warm.begin() + times / 10, warm.end());
    fmt::print("{:8} {:9.1f} {:8.1f}\n", language, cold, warm[times / 10]);
    worst = {std::max(worst.cold_ms, cold), std::max(worst.warm_ms, warm[times / 10])};
  }
  return worst;
}

double heap_mb() {
  const auto info = ::mallinfo2();
  return double(info.uordblks + info.hblkhd) / 1024 / 1024;
}

// What of the fonts is in memory, and how much of that is no mere view of the file.
std::pair<double, double> mapped_mb() {
  std::ifstream maps("/proc/self/smaps");
  double resident = 0, own = 0;
  bool font = false;
  for (std::string line; std::getline(maps, line);) {
    if (line.find('-') < 20 && line.find(' ') > 20)
      font = line.find("/share/fonts/") != std::string::npos;
    std::istringstream in(line);
    std::string name;
    double kb = 0;
    if (!font || !(in >> name >> kb)) continue;
    if (name == "Rss:") resident += kb / 1024;
    if (name == "Private_Dirty:") own += kb / 1024;
  }
  return {resident, own};
}

// Every screen in every language, one after the other, as in years of use.
double heap_for_all_languages() {
  const double before = heap_mb();
  const auto engine = *TextEngine::open(fonts_folder);
  double most = 0;
  for (const auto& language : shipped_languages()) {
    for (const auto& sample : shipped_samples(language)) {
      ImDrawList list(ImGui::GetDrawListSharedData());
      list._ResetForNewFrame();
      list.PushClipRectFullScreen();
      engine->begin_frame();
      std::vector<std::string> texts = {sample.view.question, sample.view.response};
      for (const auto& face : sample.view.faces) texts.push_back(face.label);
      for (const auto& reason : sample.view.reasons) texts.push_back(reason.label);
      for (const auto& text : texts) {
        engine->draw(list, text, language, {41}, {0, 0}, 600, Align::start, IM_COL32_WHITE);
      }
    }
    most = std::max(most, heap_mb() - before);
  }
  return most;
}

int run() {
  layouts();
  auto opened = Booth::open(1280, 800);
  if (!opened) return fmt::print("{}\n", opened.error().message), 1;
  auto& booth = **opened;
  booth.use({"10-inch", 1280, 800, 10.1F});
  const auto worst = switches(booth);
  const double heap = heap_for_all_languages();
  const auto [resident, own] = mapped_mb();
  fmt::print(
      "\na change of language takes {:.1f} ms at most when warm, {:.1f} ms when cold; all {} "
      "languages in "
      "turn take {:.1f} MiB of heap, pages of glyphs included, and {:.1f} MiB of mapped fonts, "
      "{:.1f} of them "
      "copied\n",
      worst.warm_ms, worst.cold_ms, shipped_languages().size(), heap, resident, own);
  return 0;
}

}  // namespace
}  // namespace smilepost::kiosk

int main() {
  return smilepost::kiosk::run();
}
