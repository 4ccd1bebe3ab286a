// Which taps count. Fed with one contact transition a frame and asked by the screen for each of its
// targets; knows nothing of what is drawn. The rules and their reasons: ui.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/screens/metrics.h"
#include "platform/input.h"

namespace smilepost::kiosk {

struct TargetState {
  bool pressed = false;    // a finger is on it that would commit if lifted
  bool committed = false;  // in this frame, once
};

// Keys of the PIN pad may be struck again at once; nothing else may.
enum class Repeat : std::uint8_t { locked, allowed };

class Touch {
 public:
  static constexpr std::uint64_t same_place_lock_ms = 900;
  static constexpr std::uint64_t elsewhere_lock_ms = 350;
  static constexpr std::uint64_t hold_ms = 2000;
  static constexpr std::uint64_t resting_ms = 3000;

  explicit Touch(float slip_px) : slip_px_(slip_px) {}

  // Once a frame, before the screen is drawn.
  void begin_frame(const std::optional<platform::Contact>& contact, std::uint64_t now_ms);
  // Says which screen is about to be drawn. A new key kills the held contact and starts a lock-out.
  void on_screen(std::string_view key);
  // The held contact counts for nothing until it is lifted.
  void ignore_contact();
  // After the swap. Lock-outs run from the first frame shown after the change.
  void frame_shown(std::uint64_t now_ms);

  TargetState target(std::string_view id, const Rect& rect, Repeat repeat = Repeat::locked);
  // All that no target took; ask after the targets.
  TargetState elsewhere(std::string_view id);
  // Once when the contact has rested on the rectangle for hold_ms.
  bool held(std::string_view id, const Rect& rect);

  // The contact that is down is on a target, and lifting it there may still count.
  bool follows_contact() const { return down_ && !dead_ && !taken_by_.empty(); }
  // Until then a finger that is pressing holds time-outs up; nothing: none is. ui.md: 3 s.
  std::optional<std::uint64_t> pressing_until_ms() const;

  // When to draw again although nothing moves: a hold is under way.
  std::optional<std::uint64_t> next_frame_ms() const;

 private:
  struct Lock {
    std::optional<Rect> used;               // the rectangle of the commit
    std::optional<std::uint64_t> shown_ms;  // when the first frame after it was shown
  };

  bool locked_out(platform::Point at) const;
  bool begins_here() const;  // this frame's contact came down and nothing took it yet
  bool near(const Rect& rect) const;
  void commit(const Rect& rect, Repeat repeat);

  float slip_px_;
  std::uint64_t now_ms_ = 0;
  std::optional<platform::Contact> contact_;  // of this frame
  bool down_ = false;                         // a finger is on the glass
  bool dead_ = false;                         // … and counts for nothing
  platform::Point at_;
  std::string taken_by_;  // the target on which it came down
  std::uint64_t down_since_ms_ = 0;
  bool holding_ = false;
  std::string screen_;
  std::optional<Rect> last_used_;  // of the last commit, until the screen changes
  std::optional<Lock> lock_;
};

}  // namespace smilepost::kiosk
