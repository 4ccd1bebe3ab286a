#include "kiosk/sync/backoff.h"

#include <algorithm>

namespace smilepost::kiosk {

Backoff::Backoff(std::uint64_t first_ms, std::uint64_t ceiling_ms, std::uint64_t seed)
    : first_ms_(first_ms),
      ceiling_ms_(std::max(first_ms, ceiling_ms)),
      wait_ms_(first_ms),
      random_(seed) {}

std::uint64_t Backoff::failed() {
  const std::uint64_t whole = wait_ms_;
  wait_ms_ = std::min(ceiling_ms_, wait_ms_ * 2);
  return std::uniform_int_distribution<std::uint64_t>(whole / 2, whole)(random_);
}

void Backoff::succeeded() {
  wait_ms_ = first_ms_;
}

}  // namespace smilepost::kiosk
