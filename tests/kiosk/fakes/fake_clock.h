// A clock that stands still until told. Thread-safe.
#pragma once

#include <atomic>

#include "platform/clock.h"

namespace smilepost::tests {

class FakeClock final : public platform::Clock {
 public:
  static constexpr std::int64_t start_wall_ms = 1'800'000'000'000;  // January 2027

  std::uint64_t monotonic_ms() const override { return monotonic_ms_; }
  std::int64_t wall_ms() const override { return wall_ms_; }
  bool synchronised() const override { return synchronised_; }
  std::array<std::uint8_t, 16> boot_id() const override {
    std::array<std::uint8_t, 16> id{};
    id[0] = boots_;
    return id;
  }

  void advance(std::uint64_t ms) {
    monotonic_ms_ += ms;
    wall_ms_ += static_cast<std::int64_t>(ms);
  }
  void step_wall(std::int64_t ms) { wall_ms_ += ms; }
  void set_wall(std::int64_t ms) { wall_ms_ = ms; }
  void set_synchronised(bool synchronised) { synchronised_ = synchronised; }
  void reboot() {
    ++boots_;
    monotonic_ms_ = 1'000;
  }

 private:
  std::atomic<std::uint64_t> monotonic_ms_{1'000};
  std::atomic<std::int64_t> wall_ms_{start_wall_ms};
  std::atomic<bool> synchronised_{true};
  std::atomic<std::uint8_t> boots_{1};
};

}  // namespace smilepost::tests
