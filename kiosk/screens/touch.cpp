#include "kiosk/screens/touch.h"

namespace smilepost::kiosk {

using Phase = platform::Contact::Phase;

void Touch::begin_frame(const std::optional<platform::Contact>& contact, std::uint64_t now_ms) {
  now_ms_ = now_ms;
  if (!down_) {
    dead_ = false;
    holding_ = false;
    taken_by_.clear();
  }
  contact_ = contact;
  if (!contact) return;
  at_ = contact->at;
  down_ = contact->phase == Phase::down || (down_ && contact->phase == Phase::move);
  if (contact->phase != Phase::down) return;
  taken_by_.clear();
  holding_ = false;
  down_since_ms_ = now_ms;
  dead_ = false;
}

void Touch::on_screen(std::string_view key) {
  if (key == screen_) return;
  const bool first = screen_.empty();
  screen_ = key;
  if (first) return;
  ignore_contact();
  // Also a change that no tap brought about (a time-out) locks: who touches within 350 ms of it
  // meant the screen before.
  lock_ = Lock{last_used_, std::nullopt};
  last_used_.reset();
}

void Touch::ignore_contact() {
  dead_ = true;
  taken_by_.clear();
  holding_ = false;
}

void Touch::frame_shown(std::uint64_t now_ms) {
  if (lock_ && !lock_->shown_ms) lock_->shown_ms = now_ms;
}

bool Touch::locked_out(platform::Point at) const {
  if (!lock_) return false;
  if (!lock_->shown_ms) return true;
  // When the finger came down, not when its turn came: it may have waited for a slow frame.
  const auto began_ms = contact_ ? contact_->time_ms : now_ms_;
  if (began_ms < *lock_->shown_ms) return true;
  const auto since = began_ms - *lock_->shown_ms;
  if (lock_->used && lock_->used->contains(at.x, at.y)) return since < same_place_lock_ms;
  return since < elsewhere_lock_ms;
}

bool Touch::begins_here() const {
  return contact_ && contact_->phase == Phase::down && !dead_ && taken_by_.empty();
}

bool Touch::near(const Rect& rect) const {
  return rect.grown(slip_px_).contains(at_.x, at_.y);
}

void Touch::commit(const Rect& rect, Repeat repeat) {
  taken_by_.clear();
  dead_ = true;
  last_used_ = rect;
  if (repeat == Repeat::locked) lock_ = Lock{rect, std::nullopt};
}

TargetState Touch::target(std::string_view id, const Rect& rect, Repeat repeat) {
  if (begins_here() && rect.contains(at_.x, at_.y)) {
    taken_by_ = id;
    if (repeat == Repeat::locked && locked_out(at_)) ignore_contact();
  }
  if (dead_ || taken_by_ != id || !near(rect)) return {};
  if (down_) return {.pressed = true};
  if (!contact_ || contact_->phase != Phase::up) return {};
  commit(rect, repeat);
  return {.committed = true};
}

TargetState Touch::elsewhere(std::string_view id) {
  constexpr float everywhere = 1e6F;
  const Rect all{-everywhere, -everywhere, 2 * everywhere, 2 * everywhere};
  const auto place = Rect{at_.x, at_.y, 0, 0}.grown(2 * slip_px_);
  const auto state = target(id, all);
  if (state.committed) {  // lock around the finger, not the whole display for 900 ms
    last_used_ = place;
    lock_ = Lock{place, std::nullopt};
  }
  return state;
}

bool Touch::held(std::string_view id, const Rect& rect) {
  if (begins_here() && rect.contains(at_.x, at_.y)) {
    taken_by_ = id;
    if (locked_out(at_)) ignore_contact();
  }
  holding_ = down_ && !dead_ && taken_by_ == id;
  if (holding_ && !near(rect)) ignore_contact();
  if (!holding_ || now_ms_ - down_since_ms_ < hold_ms) return false;
  commit(rect, Repeat::locked);
  holding_ = false;
  return true;
}

std::optional<std::uint64_t> Touch::pressing_until_ms() const {
  if (!follows_contact()) return std::nullopt;
  return down_since_ms_ + resting_ms;
}

std::optional<std::uint64_t> Touch::next_frame_ms() const {
  if (!holding_) return std::nullopt;
  return down_since_ms_ + hold_ms;
}

}  // namespace smilepost::kiosk
