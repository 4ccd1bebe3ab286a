#include "kiosk/text/atlas.h"

#include <gtest/gtest.h>

#include "tests/kiosk/text/fonts_for_tests.h"
#include "tests/platform/offscreen.h"

namespace smilepost::kiosk {
namespace {

class AtlasOf : public testing::Test {
 protected:
  GlyphKey key(std::uint32_t glyph, float size_px) {
    return {fonts_->primary(Weight::regular), glyph, std::uint32_t(size_px * 64), 0};
  }
  // About a third of a page of 256 × 256.
  void fill(Atlas& atlas, float size_px) {
    for (std::uint32_t glyph = 36; glyph < 50; ++glyph) atlas.slot(key(glyph, size_px));
  }

  tests::Offscreen display_{64, 64};
  std::unique_ptr<FontSet> fonts_ = open_shipped_fonts();
};

TEST_F(AtlasOf, AGlyphKeepsItsPlaceWithinAFrame) {
  Atlas atlas(*fonts_, 256);
  const GlyphSlot first = atlas.slot(key(36, 40));
  for (int size = 30; size < 60; ++size) fill(atlas, float(size));
  const GlyphSlot& again = atlas.slot(key(36, 40));
  EXPECT_EQ(first.texture, again.texture);
  EXPECT_EQ(first.u0, again.u0);
  EXPECT_EQ(first.v0, again.v0);
}

TEST_F(AtlasOf, GlyphsOfOneFrameNeverOverlap) {
  Atlas atlas(*fonts_, 256);
  std::vector<GlyphSlot> slots;
  for (int size = 20; size < 40; size += 3) {
    for (std::uint32_t glyph = 36; glyph < 60; ++glyph)
      slots.push_back(atlas.slot(key(glyph, float(size))));
  }
  for (std::size_t i = 0; i < slots.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const GlyphSlot &a = slots[i], &b = slots[j];
      const bool apart =
          a.texture != b.texture || a.u1 < b.u0 || b.u1 < a.u0 || a.v1 < b.v0 || b.v1 < a.v0;
      ASSERT_TRUE(apart) << i << " " << j;
    }
  }
}

TEST_F(AtlasOf, StaysBoundedWhileSizesCome) {
  Atlas atlas(*fonts_, 256);
  for (int frame = 0; frame < 200; ++frame) {
    atlas.begin_frame();
    fill(atlas, 20 + float(frame) / 4);
    EXPECT_LE(atlas.pages(), 2U) << frame;
  }
  EXPECT_LE(atlas.glyphs(), 400U);
}

TEST_F(AtlasOf, AFrameThatNeedsManyPagesGetsThemAndKeepsThem) {
  Atlas atlas(*fonts_, 256);
  const auto frame = [&] {
    atlas.begin_frame();
    for (int size = 30; size < 50; size += 2) fill(atlas, float(size));
  };
  for (int i = 0; i < 3; ++i) frame();
  const std::size_t glyphs = atlas.glyphs(), pages = atlas.pages();
  EXPECT_GT(pages, 1U);
  for (int i = 0; i < 5; ++i) {
    frame();
    EXPECT_EQ(atlas.glyphs(), glyphs);
    EXPECT_EQ(atlas.pages(), pages);
  }
}

TEST_F(AtlasOf, WhatIsLargerThanAPageOrEmptyIsNotDrawn) {
  Atlas atlas(*fonts_, 64);
  EXPECT_EQ(atlas.slot(key(glyph_of(*fonts_, u"H"), 500)).width, 0);
  EXPECT_EQ(atlas.slot(key(glyph_of(*fonts_, u" "), 20)).width, 0);  // the space
  EXPECT_EQ(atlas.pages(), 1U);
}

}  // namespace
}  // namespace smilepost::kiosk
