#include "kiosk/text/boundaries.h"

#include <memory>

namespace smilepost::kiosk {
namespace {

struct CloseIterator {
  void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
};

}  // namespace

std::vector<Boundary> boundaries(UBreakIteratorType kind, std::u16string_view text,
                                 const std::string& locale) {
  std::vector<Boundary> found;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UBreakIterator, CloseIterator> iterator(
      ubrk_open(kind, locale.c_str(), text.data(), int(text.size()), &status));
  if (U_FAILURE(status) != 0) return found;
  ubrk_first(iterator.get());
  for (int at = ubrk_next(iterator.get()); at != UBRK_DONE; at = ubrk_next(iterator.get())) {
    found.push_back({at, ubrk_getRuleStatus(iterator.get())});
  }
  return found;
}

}  // namespace smilepost::kiosk
