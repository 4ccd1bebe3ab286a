#include "kiosk/text/font_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <numeric>
#include <string_view>

#include "tests/kiosk/text/fonts_for_tests.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

TEST(FontSet, CoversWhatTheShippedLanguagesWrite) {
  const auto fonts = open_shipped_fonts();
  for (const Weight weight : {Weight::regular, Weight::bold}) {
    for (const char32_t character :
         std::u32string_view(U"Aßéłőşă€–“…’→✓☐☑★ЖαИї Arabic: ءيةًؤ٠٩؟،٪")) {
      EXPECT_TRUE(fonts->covering(character, weight)) << std::hex << std::uint32_t(character);
    }
  }
}

TEST(FontSet, ACharacterThatNoFontHasIsNotCovered) {
  EXPECT_FALSE(open_shipped_fonts()->covering(U'\U0001F600', Weight::regular));
}

TEST(FontSet, LatinComesFirstAndArabicHasAFontOfItsOwn) {
  const auto fonts = open_shipped_fonts();
  EXPECT_EQ(fonts->covering(U'A', Weight::bold), fonts->primary(Weight::bold));
  EXPECT_EQ(fonts->covering(U' ', Weight::bold), fonts->primary(Weight::bold));
  EXPECT_NE(fonts->covering(U'ع', Weight::bold), fonts->primary(Weight::bold));
  EXPECT_NE(fonts->primary(Weight::bold), fonts->primary(Weight::regular));
}

TEST(FontSet, KnowsTheMetricsOfNotoSans) {
  const auto fonts = open_shipped_fonts();
  EXPECT_NEAR(fonts->capital_height(), 0.714, 0.001);
  EXPECT_NEAR(fonts->ascent(), 1.069, 0.001);
  EXPECT_NEAR(fonts->descent(), 0.293, 0.001);
}

TEST(FontSet, RasterisesAtTheExactSize) {
  const auto fonts = open_shipped_fonts();
  const GlyphMask mask =
      fonts->rasterise(fonts->primary(Weight::regular), glyph_of(*fonts, u"H"), 100, 0);
  EXPECT_NEAR(mask.height, 72, 1);
  EXPECT_EQ(mask.coverage.size(), std::size_t(mask.width) * std::size_t(mask.height));
  EXPECT_EQ(*std::max_element(mask.coverage.begin(), mask.coverage.end()), 255);
}

TEST(FontSet, AShiftMovesInkAndLosesNone) {
  const auto fonts = open_shipped_fonts();
  const auto ink = [&](float shift) {
    const GlyphMask mask =
        fonts->rasterise(fonts->primary(Weight::regular), glyph_of(*fonts, u"H"), 40, shift);
    return std::accumulate(mask.coverage.begin(), mask.coverage.end(), 0);
  };
  EXPECT_NEAR(ink(0), ink(0.5F), ink(0) * 0.01);
}

class BrokenFonts : public testing::Test {
 protected:
  const tests::TempFolder temporary_;
  const std::filesystem::path folder_ = temporary_.path();
};

TEST_F(BrokenFonts, AFolderWithoutFontsIsAnErrorThatNamesIt) {
  const auto fonts = FontSet::open(folder_);
  ASSERT_FALSE(fonts);
  EXPECT_THAT(fonts.error().message, testing::HasSubstr(folder_.string()));
  EXPECT_FALSE(FontSet::open(folder_ / "missing"));
}

TEST_F(BrokenFonts, AFileThatIsNoFontIsAnErrorThatNamesIt) {
  std::ofstream(folder_ / "NotoSans-Regular.ttf") << "hello";
  const auto fonts = FontSet::open(folder_);
  ASSERT_FALSE(fonts);
  EXPECT_THAT(fonts.error().message, testing::HasSubstr("NotoSans-Regular.ttf"));
}

}  // namespace
}  // namespace smilepost::kiosk
