#include "kiosk/text/paragraph.h"

#include <unicode/ubidi.h>

#include <algorithm>
#include <cassert>

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

void Paragraph::CloseBidi::operator()(UBiDi* bidi) const {
  ubidi_close(bidi);
}

Paragraph::Paragraph(const Shaper& shaper, std::string_view utf8, std::string_view language,
                     Weight weight, float tracking)
    : shaper_(shaper),
      text_(one_paragraph_a_line(utf16(utf8))),
      language_(language),
      tracking_(tracking),
      right_to_left_(is_right_to_left(language)),
      runs_(shaper.runs(text_, weight, missing_)),
      bidi_(ubidi_open()),
      places_(break_places(text_, language)) {
  UErrorCode status = U_ZERO_ERROR;
  ubidi_setPara(bidi_.get(), text_.data(), int32_t(text_.size()), right_to_left_ ? 1 : 0, nullptr,
                &status);
  assert(U_SUCCESS(status) != 0);  // fails only for want of memory
  x_ = pen_positions();
}

std::vector<float> Paragraph::pen_positions() const {
  std::vector<float> advances(text_.size(), 0);
  for (int begin = 0; begin < int(text_.size());) {
    int32_t end = 0;
    UBiDiLevel level = 0;
    ubidi_getLogicalRun(bidi_.get(), begin, &end, &level);
    for (const ShapedGlyph& glyph : shaped(begin, end, level % 2 != 0)) {
      advances[std::size_t(glyph.cluster)] += glyph.advance;
    }
    begin = end;
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
  return balanced ? balanced_lines(text_, places_, x_, max_width)
                  : filled_lines(text_, places_, x_, max_width);
}

Lines Paragraph::placed(const LineSpans& spans) const {
  Lines result;
  result.fits = spans.fits;
  const Bidi line(ubidi_open());
  for (const LineSpan& span : spans.lines) {
    result.lines.push_back(placed_line(line.get(), span));
    result.width = std::max(result.width, result.lines.back().width);
  }
  return result;
}

Line Paragraph::placed_line(UBiDi* line, const LineSpan& span) const {
  Line result;
  if (span.begin == span.end) return result;
  UErrorCode status = U_ZERO_ERROR;
  ubidi_setLine(bidi_.get(), span.begin, span.end, line, &status);
  const int runs = ubidi_countRuns(line, &status);
  assert(U_SUCCESS(status) != 0);
  for (int i = 0; i < runs; ++i) {
    int32_t start = 0, length = 0;
    const bool rtl = ubidi_getVisualRun(line, i, &start, &length) == UBIDI_RTL;
    const int begin = span.begin + start;
    for (const ShapedGlyph& glyph : shaped(begin, begin + length, rtl)) {
      result.glyphs.push_back(
          {glyph.font, glyph.glyph, result.width + glyph.x_offset, glyph.y_offset});
      result.width += glyph.advance;
    }
  }
  return result;
}

}  // namespace smilepost::kiosk
