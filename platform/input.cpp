#include "platform/input.h"

#include <SDL.h>

namespace smilepost::platform {

namespace {

constexpr std::uint64_t resting_after_ms = 3000;
// Its lifting may have been lost.
constexpr std::uint64_t forgotten_after_ms = 600'000;
// A mouse is one contact of a device of its own, apart from every touch screen's.
constexpr std::int64_t mouse_device = INT64_MIN;

bool takes_focus_away(const SDL_WindowEvent& event) {
  return event.event == SDL_WINDOWEVENT_FOCUS_LOST || event.event == SDL_WINDOWEVENT_HIDDEN ||
         event.event == SDL_WINDOWEVENT_MINIMIZED;
}

Contact::Phase finger_phase(Uint32 type) {
  if (type == SDL_FINGERDOWN) return Contact::Phase::down;
  return type == SDL_FINGERUP ? Contact::Phase::up : Contact::Phase::move;
}

}  // namespace

InputQueue::InputQueue(int width, int height, int quarter_turns)
    : width_(width), height_(height), quarter_turns_(quarter_turns & 3) {}

void InputQueue::take(const SDL_Event& event, std::uint64_t now_ms) {
  switch (event.type) {
    case SDL_FINGERDOWN:
    case SDL_FINGERUP:
    case SDL_FINGERMOTION:
      if (event.tfinger.touchId == SDL_MOUSE_TOUCHID) return;  // made up from a mouse
      push(finger_phase(event.type), event.tfinger.touchId, event.tfinger.fingerId,
           event.tfinger.x * float(width_), event.tfinger.y * float(height_), now_ms);
      return;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
      if (event.button.which == SDL_TOUCH_MOUSEID || event.button.button != SDL_BUTTON_LEFT) return;
      push(event.type == SDL_MOUSEBUTTONDOWN ? Contact::Phase::down : Contact::Phase::up,
           mouse_device, event.button.which, float(event.button.x), float(event.button.y), now_ms);
      return;
    case SDL_MOUSEMOTION:
      if (event.motion.which == SDL_TOUCH_MOUSEID) return;
      push(Contact::Phase::move, mouse_device, event.motion.which, float(event.motion.x),
           float(event.motion.y), now_ms);
      return;
    case SDL_WINDOWEVENT:
      if (takes_focus_away(event.window) ||
          (event.window.event == SDL_WINDOWEVENT_LEAVE && held_ && held_->device == mouse_device)) {
        cancel(now_ms);
        down_.clear();  // nobody says any more when they are lifted
      }
      return;
    default:
      return;
  }
}

void InputQueue::push(Contact::Phase phase, std::int64_t device, std::int64_t finger, float x,
                      float y, std::uint64_t now_ms) {
  const bool same = held_ && held_->device == device && held_->finger == finger;
  const Point at = upright(x, y);
  if (phase == Contact::Phase::down) down_[{device, finger}] = now_ms;
  if (phase == Contact::Phase::up) down_.erase({device, finger});
  if (!same) note_company(now_ms);
  if (phase == Contact::Phase::down) {
    // The same contact going down again has lost its lifting.
    if (held_ && !same && now_ms - held_->since_ms <= resting_after_ms) return;
    cancel(now_ms);
    held_ = Held{.device = device, .finger = finger, .since_ms = now_ms, .at = at};
    note_company(now_ms);
  } else if (!same) {
    return;
  }
  held_->at = at;
  const Contact contact{phase, at, now_ms, held_->accompanied, held_->beside_resting};
  if (phase == Contact::Phase::up) held_.reset();
  const bool folds = phase == Contact::Phase::move && !queue_.empty() &&
                     queue_.back().phase == Contact::Phase::move;
  if (folds) queue_.pop_back();
  queue_.push_back(contact);
}

void InputQueue::note_company(std::uint64_t now_ms) {
  std::erase_if(down_, [&](const auto& item) { return now_ms - item.second > forgotten_after_ms; });
  if (!held_) return;
  for (const auto& [contact, since_ms] : down_) {
    if (contact == std::pair(held_->device, held_->finger)) continue;
    held_->accompanied = true;
    held_->beside_resting |= now_ms - since_ms > resting_after_ms;
  }
}

void InputQueue::cancel(std::uint64_t now_ms) {
  if (!held_) return;
  queue_.push_back(
      {Contact::Phase::cancelled, held_->at, now_ms, held_->accompanied, held_->beside_resting});
  held_.reset();
}

std::optional<Contact> InputQueue::next() {
  if (queue_.empty()) return {};
  const Contact contact = queue_.front();
  queue_.pop_front();
  return contact;
}

void InputQueue::release() {
  if (queue_.empty()) held_.reset();
}

bool InputQueue::empty() const {
  return queue_.empty();
}

Point InputQueue::upright(float x, float y) const {
  switch (quarter_turns_) {
    case 1:
      return {y, float(width_) - x};
    case 2:
      return {float(width_) - x, float(height_) - y};
    case 3:
      return {float(height_) - y, x};
    default:
      return {x, y};
  }
}

}  // namespace smilepost::platform
