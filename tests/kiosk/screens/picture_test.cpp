// Compares screens with pictures taken before (a quarter of the size each way, to be small). After
// a wanted change: SMILEPOST_UPDATE_PICTURES=1, look at them, commit them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "platform/png.h"
#include "tests/kiosk/screens/booth.h"
#include "tests/kiosk/screens/samples.h"
#include "tests/places.h"

namespace smilepost::kiosk {
namespace {

constexpr int shrink = 4, sheet_shrink = 6, small_shrink = 3;
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

platform::Picture cut_out(const platform::Picture& from, int x, int y, int width, int height) {
  platform::Picture part{width, height, {}};
  part.rgba.reserve(std::size_t(width) * std::size_t(height) * 4);
  for (int row = y; row < y + height; ++row) {
    const auto begin = from.rgba.begin() + (std::ptrdiff_t{row} * from.width + x) * 4;
    part.rgba.insert(part.rgba.end(), begin, begin + std::ptrdiff_t{width} * 4);
  }
  return part;
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

  static std::filesystem::path file_of(const std::string& name) {
    return tests::in_source("tests/kiosk/screens/pictures/") + name + ".png";
  }

  // A sheet whose screens are compared one by one: a fault of one is not lost among the others.
  static void compare_each(const std::vector<platform::Picture>& screens, int columns,
                           const std::string& name) {
    const auto sheet = sheet_of(screens, columns);
    if (std::getenv("SMILEPOST_UPDATE_PICTURES") != nullptr) {
      EXPECT_TRUE(platform::write_png(file_of(name), sheet));
      return;
    }
    const auto wanted = platform::read_png(file_of(name));
    ASSERT_TRUE(wanted) << wanted.error().message;
    ASSERT_EQ(wanted->rgba.size(), sheet.rgba.size()) << name;
    for (std::size_t i = 0; i < screens.size(); ++i) {
      const int at = static_cast<int>(i);
      const int x = at % columns * screens[i].width, y = at / columns * screens[i].height;
      const auto part = cut_out(*wanted, x, y, screens[i].width, screens[i].height);
      EXPECT_LE(share_differing(screens[i], part), most_differing) << name << ", screen " << i;
    }
    if (HasFailure()) {
      const auto beside = std::filesystem::path(tests::in_build()) / (name + "-seen.png");
      EXPECT_TRUE(platform::write_png(beside, sheet)) << "to look at";
    }
  }

  static void compare(const platform::Picture& seen, const std::string& name, double most) {
    const auto file = file_of(name);
    if (std::getenv("SMILEPOST_UPDATE_PICTURES") != nullptr) {
      EXPECT_TRUE(platform::write_png(file, seen));
      return;
    }
    const auto wanted = platform::read_png(file);
    ASSERT_TRUE(wanted) << wanted.error().message;
    const double differing = share_differing(seen, *wanted);
    EXPECT_LE(differing, most) << name;
    if (differing > most) {
      const auto beside = std::filesystem::path(tests::in_build()) / (name + "-seen.png");
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

// Every screen in every theme and in a shop's own look, lying, standing and small; drawn at half
// the resolution, which is the same layout.
struct Dress {
  std::string name;
  Theme theme;
  std::shared_ptr<const SetLook> look;
  Accessibility accessibility{};
};
class DressedTest : public PictureTest,
                    public testing::WithParamInterface<std::tuple<Dress, TestDisplay>> {};

TEST_P(DressedTest, EveryScreen) {
  const auto& [dress, display] = GetParam();
  auto booth = Booth::open(display.width, display.height, dress.theme);
  ASSERT_TRUE(booth) << booth.error().message;
  constexpr int columns = 6;
  std::vector<platform::Picture> screens;
  for (auto& sample : samples(sample_words().front())) {
    sample.view.look = dress.look;
    sample.view.accessibility = dress.accessibility;
    (*booth)->use(display);
    (*booth)->frame(sample.view, sample.staff);
    screens.push_back(shrunk((*booth)->picture(), small_shrink));
  }
  compare_each(screens, columns, dress.name + "-" + display.name);
}

INSTANTIATE_TEST_SUITE_P(
    Picture, DressedTest,
    testing::Combine(
        testing::Values(Dress{"light", light_theme(), {}}, Dress{"dark", dark_theme(), {}},
                        Dress{"high-contrast", high_contrast_theme(), {}},
                        Dress{"hofmarkt", light_theme(), hofmarkt_look()},
                        Dress{"large-text", light_theme(), hofmarkt_look(), {true, true}}),
        testing::Values(TestDisplay{"lying", 640, 400, 10.1F},
                        TestDisplay{"standing", 400, 640, 10.1F},
                        TestDisplay{"small", 400, 240, 7})),
    [](const auto& instance) {
      auto name = std::get<0>(instance.param).name + "_" + std::get<1>(instance.param).name;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

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
