// What a shopper reads: the first line is the language, the rest the text.
#include "kiosk/text/paragraph.h"

#include <cmath>

#include "kiosk/text/utf16.h"
#include "tests/fuzz/fuzz.h"
#include "tests/places.h"

namespace smilepost::fuzz {
namespace {

using namespace kiosk;

const FontSet& fonts() {
  static const auto opened = FontSet::open(tests::in_build("share/fonts"));
  must(static_cast<bool>(opened), "the fonts are there");
  return **opened;
}

void are_in_order(const LineSpans& spans, std::size_t units) {
  int at = 0;
  for (const LineSpan& line : spans.lines) {
    must(line.begin >= at && line.end >= line.begin, "lines follow one another");
    at = line.end;
  }
  must(at <= static_cast<int>(units), "lines end with the text");
}

void are_drawable(const Lines& lines, std::size_t expected) {
  must(lines.lines.size() == expected, "each line is drawn");
  for (const Line& line : lines.lines) {
    must(std::isfinite(line.width) && line.width <= lines.width, "a line has a width");
    for (const PlacedGlyph& glyph : line.glyphs) {
      must(std::isfinite(glyph.x) && std::isfinite(glyph.y), "a glyph has a place");
    }
  }
}

void judge(std::string_view language, std::string_view text) {
  static const Shaper shaper(fonts());
  const std::size_t units = utf16(text).size();
  const Paragraph paragraph(shaper, text, language, Weight::regular, 0.01F);
  must(paragraph.missing() >= 0 && paragraph.missing() <= static_cast<int>(units), "at most all");
  for (const float width : {0.0F, 12.0F, INFINITY}) {
    const LineSpans filled = paragraph.spans(width, false);
    const LineSpans balanced = paragraph.spans(width, true);
    must(filled.lines.size() == balanced.lines.size(), "balancing adds no line");
    are_in_order(filled, units);
    are_in_order(balanced, units);
    are_drawable(paragraph.placed(balanced), balanced.lines.size());
  }
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = smilepost::fuzz::text_of({data, size});
  const auto line_end = input.find('\n');
  if (line_end == std::string_view::npos) return 0;
  smilepost::fuzz::judge(input.substr(0, line_end), input.substr(line_end + 1));
  return 0;
}
