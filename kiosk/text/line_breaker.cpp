#include "kiosk/text/line_breaker.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <cassert>
#include <memory>

#include "kiosk/text/icu_locale.h"

namespace smilepost::kiosk {

namespace {

struct CloseIterator {
  void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
};

int without_trailing_space(std::u16string_view text, int begin, int end) {
  while (end > begin && u_isUWhiteSpace(text[std::size_t(end) - 1]) != 0) --end;
  return end;
}

// Sums of advances in em differ in the last bits.
constexpr float tolerance = 1e-4F;

}  // namespace

std::vector<BreakPlace> break_places(std::u16string_view text, std::string_view language) {
  std::vector<BreakPlace> places;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UBreakIterator, CloseIterator> iterator(
      ubrk_open(UBRK_LINE, icu_locale(language).c_str(), text.data(), int(text.size()), &status));
  if (U_SUCCESS(status) != 0) {
    ubrk_first(iterator.get());
    for (int at = ubrk_next(iterator.get()); at != UBRK_DONE; at = ubrk_next(iterator.get())) {
      places.push_back({at, ubrk_getRuleStatus(iterator.get()) >= UBRK_LINE_HARD});
    }
  }
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
