#include "kiosk/play/progress.h"

#include <algorithm>
#include <cstdio>
#include <string>

namespace smilepost::kiosk {

void Progress::frame_drawn(const Registry&, const SessionView&, const StaffView&,
                           std::uint64_t now_ms) {
  const auto tenths =
      std::min<std::uint64_t>(10, now_ms * 10 / std::max<std::uint64_t>(1, duration_ms_));
  if (tenths == tenths_told_) return;
  tenths_told_ = tenths;
  const std::string bar = std::string(tenths, '#') + std::string(10 - tenths, '.');
  std::printf("  [%s] minute %.1f of %.1f, %llu visitors, %llu answering taps\n", bar.c_str(),
              static_cast<double>(std::min(now_ms, duration_ms_)) / 60'000,
              static_cast<double>(duration_ms_) / 60'000,
              static_cast<unsigned long long>(day_.visitors()),
              static_cast<unsigned long long>(day_.answering_taps()));
  std::fflush(stdout);
}

}  // namespace smilepost::kiosk
