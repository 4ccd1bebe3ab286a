#include "kiosk/staff/pin_lock.h"

#include <algorithm>

namespace smilepost::kiosk {

void PinLock::wrong(std::uint64_t now_ms) {
  ++wrong_;
  if (wrong_ < free_tries) return;
  const int doublings = std::min(wrong_ - free_tries, 10);
  until_ = now_ms + std::min(first_lock_ms << doublings, longest_lock_ms);
}

void PinLock::right() {
  *this = PinLock();
}

int PinLock::seconds_left(std::uint64_t now_ms) const {
  return locked(now_ms) ? static_cast<int>((until_ - now_ms + 999) / 1000) : 0;
}

}  // namespace smilepost::kiosk
