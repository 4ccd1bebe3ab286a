#include "kiosk/survey/palette.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

using testing::DoubleNear;

// ui.md has these figures from elsewhere.
TEST(Contrast, IsWhatWcagSays) {
  constexpr double rounding = 0.006;
  EXPECT_THAT(contrast(0x000000, 0xFFFFFF), DoubleNear(21, rounding));
  EXPECT_THAT(contrast(0xFFFFFF, 0x000000), DoubleNear(21, rounding));
  EXPECT_THAT(contrast(0x1B1D21, 0xFFFFFF), DoubleNear(16.88, rounding));
  EXPECT_THAT(contrast(0x4A4F57, 0xFFFFFF), DoubleNear(8.24, rounding));
  EXPECT_THAT(contrast(0x852110, 0xFFFFFF), DoubleNear(9.45, rounding));
  EXPECT_THAT(contrast(0xA86702, 0xFFFFFF), DoubleNear(4.56, rounding));
  EXPECT_THAT(contrast(0xF2F3F5, 0x121417), DoubleNear(16.62, rounding));
  EXPECT_THAT(contrast(0x6488EE, 0x121417), DoubleNear(5.53, rounding));
  EXPECT_THAT(contrast(0xFFE600, 0x000000), DoubleNear(16.57, rounding));
  EXPECT_DOUBLE_EQ(contrast(0x123456, 0x123456), 1);
}

TEST(Palettes, OfOurThemesNoColourIsFaint) {
  for (const auto theme : theme_names) {
    const auto faint = first_faint(palette_of(theme));
    EXPECT_FALSE(faint) << theme << " " << faint->colour << " " << faint->contrast;
  }
}

TEST(Palettes, AColourThatCannotBeToldFromTheBackgroundIsFaint) {
  auto palette = palette_of("light");
  palette.faces[3] = 0x9FC5E8;
  const auto faint = first_faint(palette);
  ASSERT_TRUE(faint);
  EXPECT_EQ(faint->colour, "faces/3");
  EXPECT_LT(faint->contrast, faint->least);
  palette.background = 0x777777;
  EXPECT_EQ(first_faint(palette)->colour, "ink") << "the first one counts";
}

// Grey in the middle is far enough from both, but nothing can be read on it.
TEST(Palettes, WhatStandsOnTheAccentMustBeRead) {
  Palette palette{0x000000, 0x959595, 0x959595, 0x959595, 0x5C5C5C, {}};
  palette.faces.fill(0x959595);
  const auto faint = first_faint(palette);
  ASSERT_TRUE(faint);
  EXPECT_EQ(faint->colour, "accent");
  EXPECT_EQ(faint->least, least_contrast::words);
}

TEST(Palettes, OnTheAccentStandsWhatIsReadBetter) {
  EXPECT_EQ(on_accent(palette_of("light")), 0xFFFFFFU);
  EXPECT_EQ(on_accent(palette_of("dark")), 0x121417U);
  EXPECT_EQ(on_accent(palette_of("high-contrast")), 0x000000U);
}

TEST(Colours, AreWrittenAsOnTheWeb) {
  EXPECT_EQ(rgb_of("#0B57D0"), 0x0B57D0U);
  EXPECT_EQ(rgb_of("#0b57d0"), 0x0B57D0U);
  for (const char* wrong : {"", "#", "0B57D0", "#0B57D", "#0B57D00", "#0B57DG", "#-B57D0", "red"}) {
    EXPECT_FALSE(rgb_of(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace smilepost::kiosk
