// Compares screens with pictures taken before (a quarter of the size each way, to be small). After
// a wanted change: SMILEPOST_UPDATE_PICTURES=1, look at them, commit them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "platform/png.h"
#include "tests/kiosk/screens/booth.h"
#include "tests/kiosk/screens/samples.h"

namespace smilepost::kiosk {
namespace {

constexpr int shrink = 4, sheet_shrink = 6;
constexpr int channel_tolerance = 24;  // another Mesa shades edges differently
constexpr double most_differing = 0.01;
constexpr double most_on_a_sheet = 0.003;  // a word of one of its screens is more

double share_differing(const platform::Picture& a, const platform::Picture& b) {
  if (a.width != b.width || a.height != b.height) return 1;
  std::size_t differing = 0;
  for (std::size_t i = 0; i < a.rgba.size(); i += 4) {
    bool differs = false;
    for (std::size_t channel = 0; channel < 3; ++channel) {
      differs |= std::abs(a.rgba[i + channel] - b.rgba[i + channel]) > channel_tolerance;
    }
    differing += differs ? 1 : 0;
  }
  return static_cast<double>(differing) / (static_cast<double>(a.rgba.size()) / 4);
}

class PictureTest : public testing::Test {
 protected:
  static std::unique_ptr<Booth> open(const Theme& theme = light_theme()) {
    auto booth = Booth::open(1280, 1280, theme);
    EXPECT_TRUE(booth) << booth.error().message;
    return booth ? *std::move(booth) : nullptr;
  }

  static void compare(Booth& booth, const std::string& name) {
    compare(shrunk(booth.picture(), shrink), name, most_differing);
  }

  static void compare(const platform::Picture& seen, const std::string& name, double most) {
    const std::filesystem::path folder =
        std::string(SMILEPOST_SOURCE_DIR) + "/tests/kiosk/screens/pictures";
    const auto file = folder / (name + ".png");
    if (std::getenv("SMILEPOST_UPDATE_PICTURES") != nullptr) {
      EXPECT_TRUE(platform::write_png(file, seen));
      return;
    }
    const auto wanted = platform::read_png(file);
    ASSERT_TRUE(wanted) << wanted.error().message;
    const double differing = share_differing(seen, *wanted);
    EXPECT_LE(differing, most) << name;
    if (differing > most) {
      const auto beside = std::filesystem::path(SMILEPOST_BINARY_DIR) / (name + "-seen.png");
      EXPECT_TRUE(platform::write_png(beside, seen)) << "to look at";
    }
  }

  static void compare(Booth& booth, const TestDisplay& display, const Sample& sample,
                      const std::string& name) {
    booth.use(display);
    booth.frame(sample.view, sample.staff);
    compare(booth, name);
  }
};

TEST_F(PictureTest, EveryScreenInEveryLanguage) {
  const auto booth = open();
  ASSERT_TRUE(booth);
  for (const auto& words : sample_words()) {
    for (const auto& sample : samples(words)) {
      compare(*booth, ten_inch, sample, sample.name + "-" + words.language);
    }
  }
}

// What is shipped, eight screens a language.
TEST_F(PictureTest, EveryShippedLanguage) {
  const auto booth = open();
  ASSERT_TRUE(booth);
  for (const auto& language : shipped_languages()) {
    std::vector<platform::Picture> screens;
    for (const auto& sample : shipped_samples(language)) {
      booth->use(ten_inch);
      booth->frame(sample.view, sample.staff);
      screens.push_back(shrunk(booth->picture(), sheet_shrink));
    }
    compare(sheet_of(screens, 4), "sheet-" + language, most_on_a_sheet);
  }
}

TEST_F(PictureTest, OtherDisplays) {
  const auto booth = open();
  ASSERT_TRUE(booth);
  for (const auto& words : sample_words()) {
    for (const auto& display : {portrait, seven_inch}) {
      const auto home = samples(words).front();
      compare(*booth, display, home, display.name + "-home-" + words.language);
      const auto why = samples(words)[4];
      compare(*booth, display, why, display.name + "-" + why.name + "-" + words.language);
    }
  }
}

TEST_F(PictureTest, Dark) {
  const auto booth = open(dark_theme());
  ASSERT_TRUE(booth);
  compare(*booth, ten_inch, samples(sample_words()[1]).front(), "dark-home-de");
}

TEST_F(PictureTest, PressedFace) {
  const auto booth = open();
  ASSERT_TRUE(booth);
  const auto view = sample_home(sample_words().front());
  booth->use(ten_inch);
  booth->frame(view);
  const auto rect = booth->state().registry.find("face-4")->rect;
  const platform::Point at{rect.x + rect.w / 2, rect.y + rect.h / 2};
  booth->frame(view, {}, platform::Contact{platform::Contact::Phase::down, at, booth->now_ms});
  compare(*booth, "home-pressed-en");
}

}  // namespace
}  // namespace smilepost::kiosk
