// How long to wait after a failure: doubled each time up to a ceiling, and jittered, so that a
// thousand kiosks do not return in step. Who asks for a longer wait (RFC 9110, Retry-After) gets
// it, within bounds.
#pragma once

#include <cstdint>
#include <random>

namespace smilepost::kiosk {

class Backoff {
 public:
  Backoff(std::uint64_t first_ms, std::uint64_t ceiling_ms, std::uint64_t seed);

  static constexpr std::uint64_t most_asked_ceilings = 10;

  // Between half and the whole of this failure's wait; or as long as was asked for, up to so many
  // times the ceiling, and up to a quarter more.
  std::uint64_t failed(std::uint64_t asked_ms = 0);
  void succeeded();

 private:
  std::uint64_t between(std::uint64_t least, std::uint64_t most);

  std::uint64_t first_ms_, ceiling_ms_, wait_ms_;
  std::mt19937_64 random_;
};

}  // namespace smilepost::kiosk
