// The fonts as they are shipped, subset by the build.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "kiosk/text/font_set.h"
#include "kiosk/text/shaper.h"
#include "tests/places.h"

namespace smilepost::kiosk {

inline std::filesystem::path shipped_fonts() {
  return std::filesystem::path(tests::in_build("share/fonts"));
}

inline std::unique_ptr<FontSet> open_shipped_fonts() {
  auto fonts = FontSet::open(shipped_fonts());
  EXPECT_TRUE(fonts) << fonts.error().message;
  return fonts ? *std::move(fonts) : nullptr;
}

// The regular glyph of a single character.
inline std::uint32_t glyph_of(const FontSet& fonts, std::u16string_view character) {
  const Shaper shaper(fonts);
  int missing = 0;
  const auto runs = shaper.runs(character, Weight::regular, "en", missing);
  std::vector<ShapedGlyph> glyphs;
  shaper.shape(character, runs.at(0), 0, int(character.size()), false, "en", 0, glyphs);
  return glyphs.at(0).glyph;
}

}  // namespace smilepost::kiosk
