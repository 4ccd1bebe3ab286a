// Counts what comes from the touch panel, whatever a screen makes of it: whether somebody touches
// it at all, and whether something lies there that never moves, as a panel says that is stuck.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "platform/clock.h"

union SDL_Event;

namespace smilepost::platform {

class TouchWatch {
 public:
  static constexpr std::uint64_t stuck_ms = 30'000;
  static constexpr float still =
      0.01F;  // of the panel's width or height: a finger is never so calm

  // Sees every event from now on. clock outlives it.
  explicit TouchWatch(const Clock& clock);
  ~TouchWatch();
  TouchWatch(const TouchWatch&) = delete;
  TouchWatch& operator=(const TouchWatch&) = delete;

  struct Figures {
    std::uint64_t touches = 0, stuck = 0;   // since they were taken last
    std::optional<std::uint64_t> since_ms;  // the last touch began; nothing: none yet
    friend bool operator==(const Figures&, const Figures&) = default;
  };
  Figures take();  // any thread

 private:
  struct Lying {
    std::uint64_t since_ms = 0;
    float x = 0, y = 0;
    bool counted = false;
  };
  static int see(void* self, SDL_Event* event);
  void went_down(std::int64_t device, std::int64_t finger, float x, float y);
  void moved(std::int64_t device, std::int64_t finger, float x, float y);
  void went_up(std::int64_t device, std::int64_t finger);
  void count_if_stuck(Lying& lying);

  const Clock& clock_;
  std::mutex mutex_;  // guards all below
  Figures figures_;
  std::optional<std::uint64_t> last_ms_;
  std::map<std::pair<std::int64_t, std::int64_t>, Lying> lying_;
};

}  // namespace smilepost::platform
