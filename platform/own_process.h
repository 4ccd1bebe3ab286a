// What this process uses, by what Linux says of it.
#pragma once

#include <cstdint>

namespace smilepost::platform {

struct OwnProcess {
  std::uint64_t resident_bytes = 0;
  std::uint64_t open_files = 0;
  std::uint64_t most_files = 0;
  double processor_seconds = 0;  // user and system
};

// What cannot be found out is 0.
OwnProcess own_process();

}  // namespace smilepost::platform
