#include "backend/fleet/neighbours.h"

#include <algorithm>

#include "backend/fleet/silence.h"

namespace smilepost::backend {
namespace {

constexpr std::int64_t later_ms = 86'400'000;

bool reports_touches(const KioskFacts& kiosk) {
  return kiosk.status && kiosk.status->touches;
}

std::optional<std::int64_t> last_touch(const KioskFacts& kiosk) {
  if (!kiosk.status || !kiosk.status->untouched_ms) return std::nullopt;
  return kiosk.status->received_ms - *kiosk.status->untouched_ms;
}

std::size_t touched_later(const std::vector<std::int64_t>& touches, std::int64_t than) {
  return static_cast<std::size_t>(
      touches.end() - std::lower_bound(touches.begin(), touches.end(), than + later_ms));
}

}  // namespace

Neighbourhood::Neighbourhood(const std::map<record::KioskId, KioskFacts>& fleet,
                             std::int64_t now_ms)
    : now_ms_(now_ms) {
  for (const auto& [id, kiosk] : fleet) {
    if (!kiosk.revoked_ms) count(kiosk);
  }
  std::sort(touches_.begin(), touches_.end());
  for (auto& [place, shop] : shops_) std::sort(shop.touches.begin(), shop.touches.end());
}

void Neighbourhood::count(const KioskFacts& kiosk) {
  count_attendance(kiosk);
  const auto touch = last_touch(kiosk);
  if (reports_touches(kiosk)) ++watched_;
  if (touch) touches_.push_back(*touch);
  if (kiosk.place.empty()) return;
  Shop& shop = shops_[kiosk.place];
  ++shop.all;
  if (heard_lately(kiosk, now_ms_)) ++shop.heard;
  if (touch) shop.touches.push_back(*touch);
}

// One that stands nowhere is a place of its own.
void Neighbourhood::count_attendance(const KioskFacts& kiosk) {
  const Attendance attendance = attendance_of(kiosk, now_ms_);
  if (attendance != Attendance::not_due) ++due_;
  if (attendance != Attendance::missing) return;
  ++missing_;
  ++missing_places_[kiosk.place.empty() ? "\n" + record::to_hex(kiosk.kiosk) : kiosk.place];
}

Neighbours Neighbourhood::of(const KioskFacts& kiosk) const {
  Neighbours others;
  if (kiosk.revoked_ms) return others;
  others.due = due_;
  others.missing = missing_;
  others.missing_places = missing_places_.size();
  const auto touch = last_touch(kiosk);
  others.watched = watched_ - (reports_touches(kiosk) ? 1 : 0);
  if (touch) others.watched_touched = touched_later(touches_, *touch);
  const auto shop = shops_.find(kiosk.place);
  if (shop == shops_.end()) return others;
  others.all = shop->second.all - 1;
  others.heard = shop->second.heard - (heard_lately(kiosk, now_ms_) ? 1 : 0);
  if (touch) others.touched = touched_later(shop->second.touches, *touch);
  return others;
}

}  // namespace smilepost::backend
