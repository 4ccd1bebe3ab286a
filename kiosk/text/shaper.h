// From characters to glyphs: runs of one direction, script and font, shaped by HarfBuzz. No GL.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/text/font_set.h"
#include "kiosk/text/text_engine.h"

namespace smilepost::kiosk {

// A piece of one script and one font; offsets are UTF-16 units.
struct Run {
  int begin = 0, end = 0;
  FontIndex font = 0;
  std::uint32_t script = 0;  // hb_script_t
};

// In em; y up, both from the pen. `cluster` is the UTF-16 unit the glyph stands for.
struct ShapedGlyph {
  FontIndex font = 0;
  std::uint32_t glyph = 0;
  int cluster = 0;
  float advance = 0;
  float x_offset = 0, y_offset = 0;
};

class Shaper {
 public:
  explicit Shaper(const FontSet& fonts) : fonts_(fonts) {}

  // Splits the text by script and font. Marks and invisible characters stay with what precedes
  // them; `missing` counts the characters for which no font has a glyph.
  std::vector<Run> runs(std::u16string_view text, Weight weight, std::string_view language,
                        int& missing) const;

  // Glyphs in visual order (left to right) of [begin, end) of the text, whose neighbours decide
  // how letters join. `tracking` (em) is added after each letter of scripts that do not join.
  void shape(std::u16string_view text, const Run& run, int begin, int end, bool right_to_left,
             std::string_view language, float tracking, std::vector<ShapedGlyph>& out) const;

 private:
  const FontSet& fonts_;
};

}  // namespace smilepost::kiosk
