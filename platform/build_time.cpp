#include "platform/build_time.h"

namespace smilepost::platform {

std::int64_t build_time_s() {
  return SMILEPOST_BUILD_TIME;
}

}  // namespace smilepost::platform
