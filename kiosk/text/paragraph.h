// A text laid out: broken into lines, each line in visual order. All lengths are em, so one
// paragraph serves every size. No GL.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/text/bidi.h"
#include "kiosk/text/line_breaker.h"
#include "kiosk/text/shaper.h"

namespace smilepost::kiosk {

struct PlacedGlyph {
  FontIndex font = 0;
  std::uint32_t glyph = 0;
  float x = 0, y = 0;  // from the line's left end and the baseline, y up
};

struct Line {
  std::vector<PlacedGlyph> glyphs;
  float width = 0;
};

struct Lines {
  std::vector<Line> lines;
  float width = 0;  // of the widest
  bool fits = true;
};

class Paragraph {
 public:
  // The language decides the direction, where lines may end and how letters look. Bytes that are
  // not UTF-8 become U+FFFD. Holds a reference to the shaper.
  Paragraph(const Shaper& shaper, std::string_view utf8, std::string_view language, Weight weight,
            float tracking);

  bool right_to_left() const { return right_to_left_; }
  int missing() const { return missing_; }  // characters without a glyph
  bool empty() const { return text_.empty(); }

  // Where the lines end; cheap.
  LineSpans spans(float max_width, bool balanced) const;
  // The glyphs of these lines.
  Lines placed(const LineSpans& spans) const;

 private:
  Line placed_line(const LineSpan& span) const;
  std::vector<ShapedGlyph> shaped(int begin, int end, bool right_to_left) const;
  std::vector<float> pen_positions() const;

  const Shaper& shaper_;
  std::u16string text_;
  std::string language_;
  float tracking_;
  bool right_to_left_;
  int missing_ = 0;
  std::vector<Run> runs_;
  Bidi bidi_;
  std::vector<BreakPlace> places_;
  std::vector<BreakPlace> phrases_;  // none: the language has no such places
  std::vector<float> x_;             // logical pen position before each unit, all on one line
};

}  // namespace smilepost::kiosk
