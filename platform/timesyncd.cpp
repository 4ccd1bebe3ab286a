#include "platform/timesyncd.h"

#include <sys/stat.h>

namespace smilepost::platform {

bool timesyncd_confirmed(std::int64_t wall_ms, const std::filesystem::path& stamp) {
  constexpr std::int64_t nine_hours_s = 32'400;
  struct stat status {};
  if (::stat(stamp.c_str(), &status) != 0) return false;
  const std::int64_t age_s = wall_ms / 1000 - status.st_mtim.tv_sec;
  return age_s >= 0 && age_s < nine_hours_s;
}

}  // namespace smilepost::platform
