// The time of day as the shop's clock shows it: the machine's time zone.
#pragma once

#include <cstdint>

namespace smilepost::platform {

// Minutes since midnight, 0…1439. wall_ms: Unix time, as Clock::wall_ms.
int local_minute_of_day(std::int64_t wall_ms);

}  // namespace smilepost::platform
