#include "kiosk/sync/backoff.h"

#include <algorithm>

namespace smilepost::kiosk {

Backoff::Backoff(std::uint64_t first_ms, std::uint64_t ceiling_ms, std::uint64_t seed)
    : first_ms_(first_ms),
      ceiling_ms_(std::max(first_ms, ceiling_ms)),
      wait_ms_(first_ms),
      random_(seed) {}

std::uint64_t Backoff::between(std::uint64_t least, std::uint64_t most) {
  return std::uniform_int_distribution<std::uint64_t>(least, most)(random_);
}

std::uint64_t Backoff::failed(std::uint64_t asked_ms) {
  const std::uint64_t whole = wait_ms_;
  wait_ms_ = std::min(ceiling_ms_, wait_ms_ * 2);
  const std::uint64_t own = between(whole / 2, whole);
  const std::uint64_t asked = std::min(asked_ms, most_asked_ceilings * ceiling_ms_);
  return asked <= own ? own : between(asked, asked + asked / 4);
}

void Backoff::succeeded() {
  wait_ms_ = first_ms_;
}

}  // namespace smilepost::kiosk
