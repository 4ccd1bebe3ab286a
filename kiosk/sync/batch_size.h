// How much to send at once: as much as goes over this link within a few seconds, so that a slow
// link gets through, a cut costs little, and a quick one is not held up. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "kiosk/sync/backlog.h"

namespace smilepost::kiosk {

class BatchSize {
 public:
  static constexpr std::uint64_t aim_ms = 4'000;     // on top of what the shortest exchange takes
  static constexpr std::size_t least_bytes = 256;    // one record; a larger one goes all the same
  static constexpr std::size_t first_bytes = 4'096;  // until anything is known of the link

  explicit BatchSize(BatchLimits most);

  BatchLimits limits() const { return {most_.records, bytes_}; }

  // So many bytes were acknowledged after so long.
  void delivered(std::size_t bytes, std::uint64_t took_ms);
  // No answer came: a cut in the middle costs all that was under way.
  void broken_off();
  // Something on the way does not take so many bytes, and never will.
  void too_large(std::size_t bytes);

 private:
  void set(std::size_t bytes);

  BatchLimits most_;
  std::size_t bytes_;
  // What an exchange takes without regard to its size, as far as it is known.
  std::optional<std::uint64_t> shortest_ms_;
};

}  // namespace smilepost::kiosk
