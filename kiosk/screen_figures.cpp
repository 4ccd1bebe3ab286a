#include "kiosk/screen_figures.h"

#include <algorithm>

namespace smilepost::kiosk {

void ScreenFigures::frame_drawn(const Registry&, const SessionView&, const StaffView& staff,
                                std::uint64_t now_ms) {
  began_ms_ = now_ms;
  const std::lock_guard lock(mutex_);
  bundle_ = staff.bundle;
}

void ScreenFigures::frame_shown(std::uint64_t now_ms) {
  const std::uint64_t took_ms = now_ms - std::min(now_ms, began_ms_);
  const std::lock_guard lock(mutex_);
  ++figures_.frames;
  if (took_ms > record::slow_frame_ms) ++figures_.slow;
  figures_.worst_ms = std::max(figures_.worst_ms, took_ms);
}

ScreenFigures::Taken ScreenFigures::take() {
  const std::lock_guard lock(mutex_);
  Taken taken{figures_, bundle_};
  figures_.frames = figures_.slow = figures_.worst_ms = 0;
  return taken;
}

}  // namespace smilepost::kiosk
