#include "kiosk/life_signs.h"

namespace smilepost::kiosk {

void LifeSigns::frame_shown(std::uint64_t now_ms) {
  if (std::exchange(ready_, true)) return;
  if (listener_.every_ms) due_ms_ = now_ms;
  listener_.ready();
}

bool LifeSigns::act(const Registry&, std::uint64_t now_ms) {
  if (!hangs(now_ms)) listener_.alive();
  due_ms_ = now_ms + *listener_.every_ms;
  return false;
}

bool LifeSigns::hangs(std::uint64_t now_ms) {
  const auto ticket = write_();
  if (ticket != std::exchange(ticket_, ticket)) since_ms_ = now_ms;
  return ticket && now_ms - since_ms_ > longest_write_ms;
}

}  // namespace smilepost::kiosk
