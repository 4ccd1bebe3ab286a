#include "platform/touch_watch.h"

#include <SDL.h>

#include <cmath>

namespace smilepost::platform {
namespace {

constexpr std::size_t most_lying = 32;  // liftings may be lost

}  // namespace

TouchWatch::TouchWatch(const Clock& clock) : clock_(clock) {
  SDL_AddEventWatch(see, this);
}

TouchWatch::~TouchWatch() {
  SDL_DelEventWatch(see, this);
}

int TouchWatch::see(void* self, SDL_Event* event) {
  auto& watch = *static_cast<TouchWatch*>(self);
  const auto& finger = event->tfinger;
  const std::lock_guard lock(watch.mutex_);
  if (event->type == SDL_FINGERDOWN)
    watch.went_down(finger.touchId, finger.fingerId, finger.x, finger.y);
  else if (event->type == SDL_FINGERMOTION)
    watch.moved(finger.touchId, finger.fingerId, finger.x, finger.y);
  else if (event->type == SDL_FINGERUP)
    watch.went_up(finger.touchId, finger.fingerId);
  return 0;  // what a watch returns means nothing
}

void TouchWatch::went_down(std::int64_t device, std::int64_t finger, float x, float y) {
  if (lying_.size() >= most_lying) lying_.clear();
  last_ms_ = clock_.monotonic_ms();
  ++figures_.touches;
  lying_[{device, finger}] = {*last_ms_, x, y, false};
}

void TouchWatch::moved(std::int64_t device, std::int64_t finger, float x, float y) {
  const auto found = lying_.find({device, finger});
  if (found == lying_.end()) return;
  auto& lying = found->second;
  count_if_stuck(lying);
  if (std::abs(lying.x - x) > still || std::abs(lying.y - y) > still)
    lying = {clock_.monotonic_ms(), x, y, lying.counted};
}

void TouchWatch::went_up(std::int64_t device, std::int64_t finger) {
  const auto found = lying_.find({device, finger});
  if (found == lying_.end()) return;
  count_if_stuck(found->second);
  lying_.erase(found);
}

// Once a touch.
void TouchWatch::count_if_stuck(Lying& lying) {
  if (lying.counted || clock_.monotonic_ms() - lying.since_ms <= stuck_ms) return;
  lying.counted = true;
  ++figures_.stuck;
}

TouchWatch::Figures TouchWatch::take() {
  const std::lock_guard lock(mutex_);
  for (auto& [contact, lying] : lying_) count_if_stuck(lying);
  auto taken = std::exchange(figures_, {});
  if (last_ms_) taken.since_ms = clock_.monotonic_ms() - *last_ms_;
  return taken;
}

}  // namespace smilepost::platform
