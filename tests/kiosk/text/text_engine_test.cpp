#include "kiosk/text/text_engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/kiosk/text/fonts_for_tests.h"
#include "tests/platform/offscreen.h"

namespace smilepost::kiosk {
namespace {

using platform::Picture;
using tests::rgb_at;

constexpr float endless = std::numeric_limits<float>::infinity();
constexpr ImU32 ink = IM_COL32(0x1B, 0x1D, 0x21, 255);

struct InkBox {
  int left = 0, top = 0, right = 0, bottom = 0;
};

InkBox ink_box(const Picture& picture) {
  InkBox box{picture.width, picture.height, -1, -1};
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      if (rgb_at(picture, x, y) == 0xFFFFFF) continue;
      box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x),
             std::max(box.bottom, y)};
    }
  }
  return box;
}

std::unique_ptr<TextEngine> opened() {
  auto engine = TextEngine::open(shipped_fonts());
  EXPECT_TRUE(engine) << engine.error().message;
  return engine ? *std::move(engine) : nullptr;
}

class Engine : public testing::Test {
 protected:
  Picture drawn(TextEngine& engine, std::string_view utf8, std::string_view language,
                const TextStyle& style, Align align = Align::start, float width = 600) {
    engine.begin_frame();
    return display_.frame([&](ImDrawList& list) {
      engine.draw(list, utf8, language, style, {20, 20}, width, align, ink);
    });
  }

  tests::Offscreen display_{640, 200};
  std::unique_ptr<TextEngine> engine_ = opened();
};

TEST_F(Engine, DrawsWithinWhatItMeasures) {
  const TextStyle style{48};
  const auto size = engine_->measure("Bad, very bad", "en", style, 600);
  const InkBox box = ink_box(drawn(*engine_, "Bad, very bad", "en", style));
  EXPECT_GE(box.left, 20);
  EXPECT_GE(box.top, 20);
  EXPECT_NEAR(float(box.right), 20 + size.width, 5);
  EXPECT_LE(float(box.bottom), 20 + size.height + 1);
  EXPECT_EQ(size.lines, 1);
  EXPECT_TRUE(size.fits);
}

TEST_F(Engine, ACapitalIsAsHighAsWanted) {
  const InkBox box = ink_box(drawn(*engine_, "H", "en", {engine_->em_for_capital(50)}));
  EXPECT_NEAR(box.bottom - box.top + 1, 50, 1);
}

TEST_F(Engine, AlignsInReadingDirection) {
  const auto left = [&](std::string_view language, Align align) {
    return ink_box(drawn(*engine_, "نعم", language, {40}, align)).left;
  };
  EXPECT_LT(left("en", Align::start), 30);
  EXPECT_GT(left("en", Align::end), 500);
  EXPECT_GT(left("ar", Align::start), 500);
  EXPECT_LT(left("ar", Align::end), 30);
  EXPECT_NEAR(left("en", Align::centre), left("ar", Align::centre), 1);
}

TEST_F(Engine, LinesStandOneLineHeightApart) {
  const TextStyle style{40, Weight::regular, 0, 1.5F};
  const auto size = engine_->measure("HHH\nHHH", "en", style, endless);
  EXPECT_EQ(size.lines, 2);
  EXPECT_FLOAT_EQ(size.height, 120);
  const InkBox one = ink_box(drawn(*engine_, "HHH", "en", style));
  const InkBox two = ink_box(drawn(*engine_, "HHH\nHHH", "en", style));
  EXPECT_EQ(two.bottom - one.bottom, 60);
}

TEST_F(Engine, ATooLongWordIsReported) {
  EXPECT_FALSE(engine_->measure("Donaudampfschiff", "de", {40}, 100).fits);
  EXPECT_TRUE(engine_->measure("Donaudampfschiff", "de", {40}, endless).fits);
}

TEST_F(Engine, FitTakesTheLargestSizeThatFits) {
  constexpr std::string_view text = "Das war sicher ärgerlich, Sie hätten Besseres verdient.";
  const TextStyle wanted{60};
  const TextStyle found = engine_->fit(text, "de", wanted, 400, 150, 10);
  EXPECT_LT(found.size_px, 60);
  EXPECT_LE(engine_->measure(text, "de", found, 400).height, 150.01F);
  TextStyle larger = found;
  larger.size_px += 1;
  EXPECT_GT(engine_->measure(text, "de", larger, 400).height, 150);
  EXPECT_EQ(engine_->fit("a", "de", wanted, 400, 150, 10), wanted);
  EXPECT_EQ(engine_->fit(text, "de", wanted, 40, 20, 33).size_px, 33);
}

TEST_F(Engine, CountsWhatNoFontHas) {
  drawn(*engine_, "Good", "en", {40});
  EXPECT_EQ(engine_->missing_glyphs(), 0U);
  drawn(*engine_, "ᏣᎳ", "chr", {40});
  drawn(*engine_, "ᏣᎳ", "chr", {40});
  EXPECT_EQ(engine_->missing_glyphs(), 2U);
}

TEST_F(Engine, EmptyTextDrawsAndMeasuresNothing) {
  EXPECT_EQ(engine_->measure("", "en", {40}, 100).height, 0);
  EXPECT_EQ(ink_box(drawn(*engine_, "", "en", {40})).right, -1);
}

// More sizes than the atlas can hold: what is drawn is still the same to the pixel.
TEST_F(Engine, AnEngineThatHasDrawnManySizesDrawsAsAFreshOne) {
  constexpr std::string_view text = "Größe: كيف كانت زيارتك اليوم؟ abcdefghijklmnopqrstuvwxyz";
  for (int i = 0; i < 120; ++i) {
    drawn(*engine_, text, i % 2 == 0 ? "de" : "ar", {40 + float(i) / 2, Weight::bold});
    if (i % 10 != 0) continue;
    const auto fresh = opened();
    const TextStyle style{30 + float(i) / 7};
    ASSERT_EQ(drawn(*engine_, text, "ar", style).rgba, drawn(*fresh, text, "ar", style).rgba) << i;
  }
}

TEST_F(Engine, OneFrameOfManySizesIsDrawnAsEachByItself) {
  constexpr std::string_view text = "ABCDEFGHIJKLM";
  const auto fresh = opened();
  engine_->begin_frame();
  const Picture crowded = display_.frame([&](ImDrawList& list) {
    for (int size = 40; size < 120; ++size) {
      engine_->draw(list, text, "en", {float(size)}, {20, 500}, 2000, Align::start,
                    ink);  // out of sight
    }
    engine_->draw(list, text, "en", {48}, {20, 20}, 600, Align::start, ink);
  });
  EXPECT_EQ(crowded.rgba, drawn(*fresh, text, "en", {48}).rgba);
}

TEST(TextEngine, WithoutFontsTheErrorSaysWhatToDo) {
  const tests::Offscreen display(64, 64);
  EXPECT_FALSE(TextEngine::open("/nowhere"));
}

}  // namespace
}  // namespace smilepost::kiosk
