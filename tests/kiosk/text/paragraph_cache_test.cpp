#include "kiosk/text/paragraph_cache.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/kiosk/text/fonts_for_tests.h"

namespace smilepost::kiosk {
namespace {

class Cache : public testing::Test {
 protected:
  std::unique_ptr<FontSet> fonts_ = open_shipped_fonts();
  Shaper shaper_{*fonts_};
  ParagraphCache cache_{shaper_, 8};
};

TEST_F(Cache, KeepsWhatIsDrawnEachFrame) {
  const Lines* first = &cache_.lines("Good", "en", {}, 10, false);
  for (int frame = 0; frame < 2000; ++frame) {
    cache_.begin_frame();
    EXPECT_EQ(&cache_.lines("Good", "en", {}, 10, false), first);
  }
}

TEST_F(Cache, NeverHoldsMoreThanItsCapacity) {
  for (int i = 0; i < 100; ++i) {
    cache_.lines(std::to_string(i), "en", {}, 10, false);
    EXPECT_LE(cache_.size(), 8U);
  }
}

TEST_F(Cache, WhatIsUsedStaysWhenRoomIsNeeded) {
  const Lines* kept = &cache_.lines("Good", "en", {}, 10, false);
  for (int i = 0; i < 100; ++i) {
    cache_.begin_frame();
    EXPECT_EQ(&cache_.lines("Good", "en", {}, 10, false), kept);
    cache_.lines(std::to_string(i), "en", {}, 10, false);
  }
}

TEST_F(Cache, WhatNoFrameUsesGoes) {
  cache_.lines("Good", "en", {}, 10, false);
  for (int frame = 0; frame < 700; ++frame) cache_.begin_frame();
  EXPECT_EQ(cache_.size(), 0U);
}

TEST_F(Cache, LanguageWeightTrackingAndWidthMakeOtherLines) {
  const auto lines = [&](std::string_view language, TextStyle style, float width) {
    return cache_.lines("a good day", language, style, width, false);
  };
  const Lines plain = lines("en", {}, 100);
  EXPECT_GT(lines("en", {.weight = Weight::bold}, 100).width, plain.width);
  EXPECT_GT(lines("en", {.tracking = 0.1F}, 100).width, plain.width);
  EXPECT_GT(lines("en", {}, 2).lines.size(), plain.lines.size());
  EXPECT_EQ(lines("en", {.size_px = 12}, 100).width, plain.width);  // em: size is no matter
}

TEST_F(Cache, ManyWidthsOfOneTextStayBounded) {
  for (int width = 1; width < 100; ++width) {
    EXPECT_FALSE(cache_.lines("a good day", "en", {}, float(width), true).lines.empty());
  }
  EXPECT_EQ(cache_.size(), 1U);
}

TEST_F(Cache, CountsMissingCharactersOncePerText) {
  for (int i = 0; i < 3; ++i) cache_.lines("ᏣᎳ", "chr", {}, 10, false);
  EXPECT_EQ(cache_.missing_glyphs(), 2U);
}

}  // namespace
}  // namespace smilepost::kiosk
