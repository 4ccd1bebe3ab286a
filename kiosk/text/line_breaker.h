// Where lines may end (ICU, by language) and where they do. Pure arithmetic on given widths.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace smilepost::kiosk {

// A place where a line may or must end, as an offset in UTF-16 units.
struct BreakPlace {
  int at = 0;
  bool must = false;
};

struct LineSpan {
  int begin = 0, end = 0;  // without the white space that a line ends with
};

struct LineSpans {
  std::vector<LineSpan> lines;
  bool fits = true;  // false: a word is wider than the line
};

// Languages that may break nearly anywhere are read more easily where phrases (Japanese) or words
// (Korean) stay whole; but a phrase may be wider than the line.
enum class Phrases : std::uint8_t { split, whole };

// All places, the end of the text last.
std::vector<BreakPlace> break_places(std::u16string_view text, std::string_view language,
                                     Phrases phrases = Phrases::split);
// Whether it makes a difference.
bool has_phrases(std::string_view language);

// Both need `x`, the logical pen position before each unit of the text (size + 1 entries).
// Fills each line as far as it goes; a word wider than that has a line of its own.
LineSpans filled_lines(std::u16string_view text, const std::vector<BreakPlace>& places,
                       const std::vector<float>& x, float max_width);

// As many lines as when filled, but as narrow as that number allows: no lonely last word.
LineSpans balanced_lines(std::u16string_view text, const std::vector<BreakPlace>& places,
                         const std::vector<float>& x, float max_width);

}  // namespace smilepost::kiosk
