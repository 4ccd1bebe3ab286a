// The seam to time: one clock that only goes forward, one that may lie.
#pragma once

#include <array>
#include <cstdint>

namespace smilepost::platform {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::uint64_t monotonic_ms() const = 0;  // since boot, suspend included
  virtual std::int64_t wall_ms() const = 0;        // Unix time, as far as it is known
  virtual bool synchronised() const = 0;           // the network confirmed it in this boot
  virtual std::array<std::uint8_t, 16> boot_id() const = 0;
};

// CLOCK_BOOTTIME, CLOCK_REALTIME, adjtimex(2) and /proc/sys/kernel/random/boot_id. Thread-safe.
class SystemClock final : public Clock {
 public:
  std::uint64_t monotonic_ms() const override;
  std::int64_t wall_ms() const override;
  bool synchronised() const override;
  std::array<std::uint8_t, 16> boot_id() const override;
};

}  // namespace smilepost::platform
