// When nobody minds: what an update has to know of the shop and of who is before the screen. Seen
// on the UI thread, read from any.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "kiosk/app.h"

namespace smilepost::kiosk {

class NightWatch final : public Onlooker {
 public:
  // So long after the last touch nobody is there any more: longer than any screen waits.
  static constexpr std::uint64_t nobody_after_ms = 300'000;
  static constexpr std::uint64_t look_ms = 10'000;

  // hours: where the schedule has no closed hours. The timetable outlives it.
  NightWatch(const Timetable& timetable, Span hours) : timetable_(timetable), hours_(hours) {}

  void frame_drawn(const Registry&, const SessionView& session, const StaffView& staff,
                   std::uint64_t now_ms) override;
  void frame_shown(std::uint64_t) override { frame_shown_ = true; }
  void tapped(std::uint64_t now_ms) override { touched_ms_ = now_ms; }
  std::optional<std::uint64_t> next_ms() const override { return due_ms_; }
  bool act(const Registry&, std::uint64_t now_ms) override;

  // Any thread.
  bool nobody_there() const { return nobody_there_; }
  bool quiet() const { return quiet_; }
  bool has_shown_a_frame() const { return frame_shown_; }

 private:
  bool quiet_hours() const;

  const Timetable& timetable_;
  const Span hours_;
  std::optional<std::uint64_t> touched_ms_;  // last
  bool in_use_ = false;                      // of the frame drawn last
  std::uint64_t due_ms_ = 0;
  std::atomic<bool> nobody_there_ = false, quiet_ = false, frame_shown_ = false;
};

}  // namespace smilepost::kiosk
