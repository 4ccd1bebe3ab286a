#include "kiosk/text/bidi.h"

#include <unicode/ubidi.h>

#include <cassert>

namespace smilepost::kiosk {

void Bidi::Close::operator()(UBiDi* bidi) const {
  ubidi_close(bidi);
}

Bidi::Bidi(std::u16string_view text, bool right_to_left)
    : paragraph_(ubidi_open()), line_(ubidi_open()), size_(int(text.size())) {
  UErrorCode status = U_ZERO_ERROR;
  ubidi_setPara(paragraph_.get(), text.data(), size_, right_to_left ? 1 : 0, nullptr, &status);
  assert(U_SUCCESS(status) != 0);  // fails only for want of memory
}

std::vector<BidiRun> Bidi::logical_runs() const {
  std::vector<BidiRun> runs;
  for (int begin = 0; begin < size_;) {
    int32_t end = 0;
    UBiDiLevel level = 0;
    ubidi_getLogicalRun(paragraph_.get(), begin, &end, &level);
    runs.push_back({begin, end, level % 2 != 0});
    begin = end;
  }
  return runs;
}

std::vector<BidiRun> Bidi::visual_runs(int begin, int end) const {
  std::vector<BidiRun> runs;
  if (begin == end) return runs;
  UErrorCode status = U_ZERO_ERROR;
  ubidi_setLine(paragraph_.get(), begin, end, line_.get(), &status);
  const int count = ubidi_countRuns(line_.get(), &status);
  assert(U_SUCCESS(status) != 0);
  for (int i = 0; i < count; ++i) {
    int32_t start = 0, length = 0;
    const bool rtl = ubidi_getVisualRun(line_.get(), i, &start, &length) == UBIDI_RTL;
    runs.push_back({begin + start, begin + start + length, rtl});
  }
  return runs;
}

}  // namespace smilepost::kiosk
