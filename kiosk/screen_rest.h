// What spares the display: dimmed while nobody touches it, dark outside the opening hours, and the
// picture never in one place for long. A pure state machine; times are milliseconds of any clock
// that only goes forward, handed in. A touch of a dimmed screen counts; that which wakes a dark one
// does not (ui.md, "wake").
//
// The caller's loop: touched, whenever somebody is; rest, whenever nobody is there and at
// next_deadline at the latest, and draw where it says so.
#pragma once

#include <cstdint>
#include <optional>

namespace smilepost::kiosk {

enum class Light : std::uint8_t { full, dimmed, night };

struct RestSettings {
  std::uint64_t dim_after_ms = 300'000;
  std::uint64_t night_after_ms = 120'000;  // since the last touch, and only while it is closed
  std::uint64_t shift_ms = 240'000;        // the picture moves by a pixel each way at most
  int shift_px = 4;                        // from the middle, each way
  std::uint64_t night_move_ms = 60'000;    // what the night screen says moves
};

class ScreenRest {
 public:
  ScreenRest(const RestSettings& settings, std::uint64_t now_ms);

  void touched(std::uint64_t now_ms);
  // True: the picture changes. `open`: the shop is. Its opening wakes the screen like a touch.
  bool rest(bool open, std::uint64_t now_ms);
  // When rest() has something to do; past: as soon as nobody is there.
  std::uint64_t next_deadline() const;

  Light light() const { return light_; }
  // How far the picture stands from its middle; in the middle at night, which has its own places.
  struct Shift {
    int x = 0, y = 0;
    friend bool operator==(const Shift&, const Shift&) = default;
  };
  Shift shift() const;
  std::uint64_t night_place() const { return night_place_; }  // counts up

 private:
  Light wanted(std::uint64_t now_ms) const;
  bool move(std::uint64_t now_ms);

  RestSettings settings_;
  bool open_ = true;
  Light light_ = Light::full;
  std::uint64_t since_ms_;  // nobody has touched it, or it has been open
  std::uint64_t moved_ms_;
  std::uint64_t place_, night_place_ = 0;
};

}  // namespace smilepost::kiosk
