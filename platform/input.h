// The input queue: SDL's finger and mouse events become one contact's transitions, one a frame.
// (The packaged ImGui backend loses taps: see ARCHITECTURE.md.)
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <utility>

union SDL_Event;

namespace smilepost::platform {

struct Point {
  float x = 0, y = 0;  // pixels of the upright picture, after rotation
};

struct Contact {
  enum class Phase : std::uint8_t { down, move, up, cancelled };
  Phase phase = Phase::down;
  Point at;
  std::uint64_t time_ms = 0;  // by the clock handed to the queue
  // Since it went down: another contact was on the glass, one that had lain there for over 3 s.
  // What lies there for ten minutes is forgotten: its lifting may have been lost.
  bool accompanied = false, beside_resting = false;
};

// Tracks the first contact only; one that rests for over 3 s, or is released, stops blocking
// others. Drops the mouse events that SDL makes up from touches (SDL_TOUCH_MOUSEID).
class InputQueue {
 public:
  // Width and height of the framebuffer; rotation in quarter turns clockwise of the picture on it.
  InputQueue(int width, int height, int quarter_turns);

  // Takes what concerns it, ignores the rest.
  void take(const SDL_Event& event, std::uint64_t now_ms);

  // The next transition for this frame; successive moves are folded into one.
  std::optional<Contact> next();
  // The contact that is down means nothing to the screen: from now on it blocks no other one.
  // Without effect while transitions wait: they may be a new contact's.
  void release();
  bool empty() const;

 private:
  void push(Contact::Phase phase, std::int64_t device, std::int64_t finger, float x, float y,
            std::uint64_t now_ms);
  void cancel(std::uint64_t now_ms);
  // What lies on the glass beside the held contact.
  void note_company(std::uint64_t now_ms);
  Point upright(float x, float y) const;

  struct Held {
    std::int64_t device = 0, finger = 0;
    std::uint64_t since_ms = 0;
    Point at;
    bool accompanied = false, beside_resting = false;
  };
  int width_, height_, quarter_turns_;
  std::optional<Held> held_;
  std::map<std::pair<std::int64_t, std::int64_t>, std::uint64_t> down_;  // all of them, since when
  std::deque<Contact> queue_;
};

}  // namespace smilepost::platform
