// How long to wait after a failure: doubled each time up to a ceiling, and jittered, so that a
// thousand kiosks do not return in step.
#pragma once

#include <cstdint>
#include <random>

namespace smilepost::kiosk {

class Backoff {
 public:
  Backoff(std::uint64_t first_ms, std::uint64_t ceiling_ms, std::uint64_t seed);

  // Between half and the whole of this failure's wait.
  std::uint64_t failed();
  void succeeded();

 private:
  std::uint64_t first_ms_, ceiling_ms_, wait_ms_;
  std::mt19937_64 random_;
};

}  // namespace smilepost::kiosk
