#include "deploy/tool/progress.h"

namespace smilepost::tool {

void Progress::records(std::uint64_t count) {
  if (count % 256 != 0 || Clock::now() < next_) return;
  next_ = Clock::now() + std::chrono::seconds(2);
  err_ << count << " records so far\n" << std::flush;
}

}  // namespace smilepost::tool
