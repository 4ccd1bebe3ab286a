// Slows guessing: five wrong PINs lock the pad for a minute, every further one for twice as long,
// up to 15 minutes. The right one starts afresh. Pure: times are milliseconds, handed in.
#pragma once

#include <cstdint>

namespace smilepost::kiosk {

class PinLock {
 public:
  static constexpr int free_tries = 5;
  static constexpr std::uint64_t first_lock_ms = 60'000;
  static constexpr std::uint64_t longest_lock_ms = 900'000;

  void wrong(std::uint64_t now_ms);
  void right();

  bool locked(std::uint64_t now_ms) const { return now_ms < until_; }
  std::uint64_t until() const { return until_; }
  int seconds_left(std::uint64_t now_ms) const;  // rounded up; 0 when open

 private:
  int wrong_ = 0;  // since the last right one
  std::uint64_t until_ = 0;
};

}  // namespace smilepost::kiosk
