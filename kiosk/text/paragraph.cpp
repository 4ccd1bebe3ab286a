#include "kiosk/text/paragraph.h"

#include <algorithm>

#include "kiosk/text/languages.h"
#include "kiosk/text/utf16.h"

namespace smilepost::kiosk {

namespace {

// U+001C to U+001E end a paragraph for the bidi algorithm (UAX #9, class B), but no line for ICU,
// so that a line would reach from one paragraph into the next. They are nothing to see: spaces,
// then.
std::u16string one_paragraph_a_line(std::u16string text) {
  std::replace_if(
      text.begin(), text.end(), [](char16_t c) { return c >= 0x1C && c <= 0x1E; }, u' ');
  return text;
}

}  // namespace

Paragraph::Paragraph(const Shaper& shaper, std::string_view utf8, std::string_view language,
                     Weight weight, float tracking)
    : shaper_(shaper),
      text_(one_paragraph_a_line(utf16(utf8))),
      language_(language),
      tracking_(tracking),
      right_to_left_(is_right_to_left(language)),
      runs_(shaper.runs(text_, weight, language, missing_)),
      bidi_(text_, right_to_left_),
      places_(break_places(text_, language)),
      x_(pen_positions()) {
  if (has_phrases(language)) phrases_ = break_places(text_, language, Phrases::whole);
}

std::vector<float> Paragraph::pen_positions() const {
  std::vector<float> advances(text_.size(), 0);
  for (const BidiRun& run : bidi_.logical_runs()) {
    for (const ShapedGlyph& glyph : shaped(run.begin, run.end, run.right_to_left)) {
      advances[std::size_t(glyph.cluster)] += glyph.advance;
    }
  }
  std::vector<float> x(1, 0);
  for (const float advance : advances) x.push_back(x.back() + advance);
  return x;
}

// One direction, any number of fonts and scripts; glyphs from left to right.
std::vector<ShapedGlyph> Paragraph::shaped(int begin, int end, bool right_to_left) const {
  std::vector<ShapedGlyph> glyphs;
  const auto shape = [&](const Run& run) {
    const int from = std::max(begin, run.begin), to = std::min(end, run.end);
    if (from < to) {
      shaper_.shape(text_, run, from, to, right_to_left, language_, tracking_, glyphs);
    }
  };
  if (right_to_left) {
    std::for_each(runs_.rbegin(), runs_.rend(), shape);
  } else {
    std::for_each(runs_.begin(), runs_.end(), shape);
  }
  return glyphs;
}

LineSpans Paragraph::spans(float max_width, bool balanced) const {
  const auto lines = balanced ? balanced_lines : filled_lines;
  if (!phrases_.empty()) {
    LineSpans whole = lines(text_, phrases_, x_, max_width);
    if (whole.fits) return whole;
  }
  return lines(text_, places_, x_, max_width);
}

Lines Paragraph::placed(const LineSpans& spans) const {
  Lines result;
  result.fits = spans.fits;
  for (const LineSpan& span : spans.lines) {
    result.lines.push_back(placed_line(span));
    result.width = std::max(result.width, result.lines.back().width);
  }
  return result;
}

Line Paragraph::placed_line(const LineSpan& span) const {
  Line result;
  for (const BidiRun& run : bidi_.visual_runs(span.begin, span.end)) {
    for (const ShapedGlyph& glyph : shaped(run.begin, run.end, run.right_to_left)) {
      result.glyphs.push_back(
          {glyph.font, glyph.glyph, result.width + glyph.x_offset, glyph.y_offset});
      result.width += glyph.advance;
    }
  }
  return result;
}

}  // namespace smilepost::kiosk
