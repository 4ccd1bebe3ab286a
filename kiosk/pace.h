// The shopper's time: what the screens and the session call "now". On a kiosk it is the monotonic
// clock; a played shop day and the tests jump over the pauses.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "platform/clock.h"

namespace smilepost::kiosk {

class Pace {
 public:
  virtual ~Pace() = default;
  virtual std::uint64_t now_ms() const = 0;
  // How long to wait for events until `deadline`; nothing: until one comes. While something outside
  // is under way (an answer on its way to the disk) no pace jumps.
  virtual std::optional<std::uint64_t> wait_ms(std::optional<std::uint64_t> deadline,
                                               bool outside_under_way) = 0;
};

class RealPace final : public Pace {
 public:
  explicit RealPace(const platform::Clock& clock) : clock_(clock) {}
  std::uint64_t now_ms() const override { return clock_.monotonic_ms(); }
  std::optional<std::uint64_t> wait_ms(std::optional<std::uint64_t> deadline, bool) override {
    if (!deadline) return std::nullopt;
    const auto now = now_ms();
    return *deadline > now ? *deadline - now : 0;
  }

 private:
  const platform::Clock& clock_;
};

// Time stands still while something is under way and jumps to the next deadline when nothing is.
class FastPace final : public Pace {
 public:
  std::uint64_t now_ms() const override { return now_ms_; }
  std::optional<std::uint64_t> wait_ms(std::optional<std::uint64_t> deadline,
                                       bool outside_under_way) override {
    if (outside_under_way || !deadline) return std::nullopt;
    now_ms_ = std::max(now_ms_, *deadline);
    return 0;
  }

 private:
  std::uint64_t now_ms_ = 1;
};

}  // namespace smilepost::kiosk
