// The little that moves: the fade of a new screen, thin lines that run down, and where a survey set
// asks for it a short breath of its faces. Tells when the next frame is due, so that a still screen
// draws none.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace smilepost::kiosk {

class Motion {
 public:
  static constexpr std::uint64_t fade_ms = 180;        // ui.md: 120–250 ms
  static constexpr std::uint64_t fade_frame_ms = 16;   // 60 frames a second
  static constexpr std::uint64_t line_frame_ms = 100;  // a thin line needs no more

  // A breath: larger and back again, each way as long as a transition may be; twice a minute.
  static constexpr std::uint64_t breath_ms = 500, breath_every_ms = 30'000;
  static constexpr float breath_swell = 0.035F;

  // Reduced: nothing fades.
  explicit Motion(bool reduced = false) : reduced_(reduced) {}

  // Still: nothing fades or breathes for now.
  void begin_frame(std::uint64_t now_ms, bool still = false) {
    now_ms_ = now_ms;
    still_ = still || reduced_;
    due_ms_.reset();
  }
  void touched() { rested_since_ms_ = now_ms_; }

  void on_screen(std::string_view key) {
    if (key != screen_) {
      rested_since_ms_ = now_ms_;
      if (!screen_.empty() && !still_) fade_since_ms_ = now_ms_;
    }
    screen_ = key;
    if (fade_since_ms_ && now_ms_ - *fade_since_ms_ >= fade_ms) fade_since_ms_.reset();
    if (fade_since_ms_) want_frame_in(fade_frame_ms);
  }

  // How much of the new screen is to be seen, above 0 … 1, fast at first. Never nothing: the first
  // frame is what confirms an answer.
  float shown() const {
    if (!fade_since_ms_) return 1;
    const auto gone_ms = now_ms_ - *fade_since_ms_ + fade_frame_ms;
    const float t = static_cast<float>(gone_ms) / static_cast<float>(fade_ms);
    const float rest = 1 - std::clamp(t, 0.0F, 1.0F);
    return 1 - rest * rest;
  }

  // How large a thing that breathes is, 1 or a little more: for half a second twice a minute, while
  // nobody touches the screen.
  float breath() {
    if (still_) return 1;
    constexpr float pi = 3.14159265F;
    const auto into_ms = (now_ms_ - rested_since_ms_) % breath_every_ms;
    constexpr auto rest_ms = breath_every_ms - breath_ms;
    if (into_ms < rest_ms) {
      want_frame_in(rest_ms - into_ms);
      return 1;
    }
    want_frame_in(fade_frame_ms);
    const float share = static_cast<float>(into_ms - rest_ms) / static_cast<float>(breath_ms);
    return 1 + breath_swell * std::sin(pi * share);
  }

  void want_frame_in(std::uint64_t ms) {
    due_ms_ = std::min(due_ms_.value_or(now_ms_ + ms), now_ms_ + ms);
  }
  std::optional<std::uint64_t> next_frame_ms() const { return due_ms_; }

 private:
  bool reduced_;
  bool still_ = false;
  std::uint64_t now_ms_ = 0, rested_since_ms_ = 0;
  std::string screen_;
  std::optional<std::uint64_t> fade_since_ms_, due_ms_;
};

}  // namespace smilepost::kiosk
