#include "platform/scripted_finger.h"

#include <SDL.h>

namespace smilepost::platform {

namespace {

// A device that no real screen reports.
constexpr SDL_TouchID scripted_touch = 0x5317;

// The inverse of InputQueue's turn to the upright picture.
Point on_framebuffer(Point at, int width, int height, int quarter_turns) {
  const auto w = static_cast<float>(width), h = static_cast<float>(height);
  switch (quarter_turns & 3) {
    case 1:
      return {w - at.y, at.x};
    case 2:
      return {w - at.x, h - at.y};
    case 3:
      return {at.y, h - at.x};
    default:
      return at;
  }
}

}  // namespace

void ScriptedFinger::down(Point at) const {
  push(SDL_FINGERDOWN, at);
}
void ScriptedFinger::move(Point at) const {
  push(SDL_FINGERMOTION, at);
}
void ScriptedFinger::up(Point at) const {
  push(SDL_FINGERUP, at);
}

void ScriptedFinger::push(unsigned type, Point at) const {
  const Point raw = on_framebuffer(at, width_, height_, quarter_turns_);
  SDL_Event event{};
  event.type = type;
  event.tfinger.touchId = scripted_touch;
  event.tfinger.fingerId = finger_;
  event.tfinger.x = raw.x / static_cast<float>(width_);
  event.tfinger.y = raw.y / static_cast<float>(height_);
  event.tfinger.pressure = type == SDL_FINGERUP ? 0.0F : 1.0F;
  SDL_PushEvent(&event);
}

}  // namespace smilepost::platform
