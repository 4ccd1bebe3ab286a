// When certificates are judged on a kiosk whose clock may say 1970: never before what is known to
// be past. Nothing here goes ahead of the true time, so nothing good is ever taken for expired; and
// a certificate that has expired by the wall clock stays so.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "platform/clock.h"
#include "platform/result.h"

namespace smilepost::kiosk {

class ClockFloor {
 public:
  static constexpr std::uint64_t save_every_ms = 3'600'000;  // a card wears

  // What was saved in the state folder, or what the journal's newest receipt says, but no less than
  // the build's time. The clock outlives it. One thread.
  ClockFloor(const std::filesystem::path& state, const platform::Clock& clock,
             std::optional<std::int64_t> newest_receipt_ms);

  // A verified receipt's time. Where the network confirmed this kiosk's own clock, a backend that
  // is more than a day ahead of it is not believed.
  void heard(std::int64_t time_ms);
  // Saves it, at most once an hour and where it has come on.
  Status save_sometimes();

  std::int64_t certificate_time_s() const;  // Unix time

 private:
  std::int64_t floor_ms() const;

  std::filesystem::path file_;
  const platform::Clock& clock_;
  std::int64_t known_ms_ = 0;      // was past …
  std::uint64_t known_at_ms_ = 0;  // … at this time since boot
  std::int64_t saved_ms_ = 0;
  std::uint64_t next_save_ms_ = 0;  // since boot
};

}  // namespace smilepost::kiosk
