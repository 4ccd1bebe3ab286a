#include "kiosk/sync/batch_size.h"

#include <algorithm>

namespace smilepost::kiosk {

BatchSize::BatchSize(BatchLimits most)
    : most_(most), bytes_(std::min(first_bytes, std::max(most.bytes, least_bytes))) {}

// Who is far away is not slow: only the time beyond the shortest exchange counts. Of the smallest
// batch all is distance; that is how a link that came to be farther away is found out.
void BatchSize::delivered(std::size_t bytes, std::uint64_t took_ms) {
  const bool smallest = bytes <= 2 * least_bytes;
  shortest_ms_ = smallest ? took_ms : std::min(took_ms, shortest_ms_.value_or(took_ms));
  if (2 * bytes < bytes_) return;  // too small to say anything about larger ones
  const std::uint64_t under_way_ms = took_ms - *shortest_ms_;
  const std::uint64_t twice = 2 * std::uint64_t{bytes_};
  set(under_way_ms == 0 ? twice : std::min(twice, bytes * aim_ms / under_way_ms));
}

void BatchSize::broken_off() {
  set(bytes_ / 2);
}

void BatchSize::too_large(std::size_t bytes) {
  most_.bytes = std::max(bytes / 2, least_bytes);
  set(bytes_);
}

void BatchSize::set(std::size_t bytes) {
  bytes_ = std::clamp(bytes, least_bytes, std::max(most_.bytes, least_bytes));
}

}  // namespace smilepost::kiosk
