#include "kiosk/text/line_breaker.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cassert>
#include <string>

#include "kiosk/text/boundaries.h"
#include "kiosk/text/icu_locale.h"
#include "kiosk/text/languages.h"

namespace smilepost::kiosk {

namespace {

int without_trailing_space(std::u16string_view text, int begin, int end) {
  while (end > begin && u_isUWhiteSpace(text[std::size_t(end) - 1]) != 0) --end;
  return end;
}

// Korean has spaces between its words, though it may break in them: as CSS's "keep-all". ICU 72 has
// no such rules.
void keep_words_whole(std::u16string_view text, std::vector<BreakPlace>& places) {
  const auto is_letter = [&](int at) { return u_isalpha(text[std::size_t(at)]) != 0; };
  std::erase_if(places, [&](const BreakPlace& place) {
    return place.at < int(text.size()) && is_letter(place.at - 1) && is_letter(place.at);
  });
}

// Sums of advances in em differ in the last bits.
constexpr float tolerance = 1e-4F;

}  // namespace

bool has_phrases(std::string_view language) {
  const Han han = han_of(language);
  return han == Han::japan || han == Han::korea;
}

std::vector<BreakPlace> break_places(std::u16string_view text, std::string_view language,
                                     Phrases phrases) {
  std::vector<BreakPlace> places;
  std::string locale = icu_locale(language);
  const Han whole = phrases == Phrases::whole ? han_of(language) : Han::none;
  if (whole == Han::japan) locale += "@lw=phrase";  // UTS #35, the line break word option
  for (const auto& end : boundaries(UBRK_LINE, text, locale)) {
    places.push_back({end.at, end.status >= UBRK_LINE_HARD});
  }
  if (whole == Han::korea) keep_words_whole(text, places);
  if (places.empty()) places.push_back({int(text.size()), true});
  places.back().must = true;
  return places;
}

LineSpans filled_lines(std::u16string_view text, const std::vector<BreakPlace>& places,
                       const std::vector<float>& x, float max_width) {
  assert(x.size() == text.size() + 1);
  LineSpans result;
  int begin = 0, last = 0;  // the line so far may end at `last`
  const auto end_line = [&](int at) {
    const int end = without_trailing_space(text, begin, at);
    if (x[std::size_t(end)] - x[std::size_t(begin)] > max_width + tolerance) result.fits = false;
    result.lines.push_back({begin, end});
    begin = last = at;
  };
  for (const BreakPlace& place : places) {
    const int end = without_trailing_space(text, begin, place.at);
    const bool too_wide = x[std::size_t(end)] - x[std::size_t(begin)] > max_width + tolerance;
    if (too_wide && last > begin) end_line(last);
    last = place.at;
    if (place.must) end_line(place.at);
  }
  return result;
}

LineSpans balanced_lines(std::u16string_view text, const std::vector<BreakPlace>& places,
                         const std::vector<float>& x, float max_width) {
  LineSpans best = filled_lines(text, places, x, max_width);
  if (best.lines.size() < 2 || !best.fits) return best;
  float too_narrow = 0;
  float enough = std::min(max_width, x.back());
  for (int step = 0; step < 16; ++step) {
    const float width = (too_narrow + enough) / 2;
    LineSpans tried = filled_lines(text, places, x, width);
    if (tried.fits && tried.lines.size() == best.lines.size()) {
      best = std::move(tried);
      enough = width;
    } else {
      too_narrow = width;
    }
  }
  return best;
}

}  // namespace smilepost::kiosk
