#include "platform/local_time.h"

#include <ctime>

namespace smilepost::platform {

int local_minute_of_day(std::int64_t wall_ms) {
  const std::time_t seconds = wall_ms / 1000;
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return local.tm_hour * 60 + local.tm_min;
}

}  // namespace smilepost::platform
