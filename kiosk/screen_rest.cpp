#include "kiosk/screen_rest.h"

#include <algorithm>
#include <utility>

namespace smilepost::kiosk {

ScreenRest::ScreenRest(const RestSettings& settings, std::uint64_t now_ms)
    : settings_(settings), since_ms_(now_ms), moved_ms_(now_ms) {
  const std::uint64_t side = 2 * static_cast<std::uint64_t>(settings_.shift_px) + 1;
  place_ = side * side / 2;  // the middle
}

void ScreenRest::touched(std::uint64_t now_ms) {
  since_ms_ = now_ms;
  light_ = Light::full;
}

bool ScreenRest::rest(bool open, std::uint64_t now_ms) {
  if (open && !std::exchange(open_, open)) since_ms_ = now_ms;
  open_ = open;
  const auto before = std::exchange(light_, wanted(now_ms));
  const bool changed = light_ != before;
  if (changed && light_ == Light::night) moved_ms_ = now_ms;
  const bool moved = move(now_ms);
  return changed || moved;
}

Light ScreenRest::wanted(std::uint64_t now_ms) const {
  const auto alone_ms = now_ms - since_ms_;
  if (!open_ && alone_ms >= settings_.night_after_ms) return Light::night;
  return alone_ms >= settings_.dim_after_ms ? Light::dimmed : Light::full;
}

bool ScreenRest::move(std::uint64_t now_ms) {
  const bool night = light_ == Light::night;
  if (now_ms < moved_ms_ + (night ? settings_.night_move_ms : settings_.shift_ms)) return false;
  moved_ms_ = now_ms;
  ++(night ? night_place_ : place_);
  return night || settings_.shift_px > 0;
}

std::uint64_t ScreenRest::next_deadline() const {
  const bool night = light_ == Light::night;
  auto due = moved_ms_ + (night ? settings_.night_move_ms : settings_.shift_ms);
  if (!night && !open_) due = std::min(due, since_ms_ + settings_.night_after_ms);
  if (light_ == Light::full) due = std::min(due, since_ms_ + settings_.dim_after_ms);
  return due;
}

// Row by row, each second one backwards: each place once before any comes again, in steps of a
// pixel.
ScreenRest::Shift ScreenRest::shift() const {
  if (light_ == Light::night) return {};
  const int side = 2 * settings_.shift_px + 1;
  const auto place = static_cast<int>(place_ % static_cast<std::uint64_t>(side * side));
  const int row = place / side, column = place % side;
  const int x = row % 2 == 0 ? column : side - 1 - column;
  return {x - settings_.shift_px, row - settings_.shift_px};
}

}  // namespace smilepost::kiosk
