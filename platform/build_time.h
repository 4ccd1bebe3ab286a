// No clock of a machine that runs this can be right and say less.
#pragma once

#include <cstdint>

namespace smilepost::platform {

// Of the source, not of the compiling: SOURCE_DATE_EPOCH, else the commit's time. Unix time.
std::int64_t build_time_s();

}  // namespace smilepost::platform
