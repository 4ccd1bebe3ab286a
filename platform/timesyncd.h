// What systemd-timesyncd says of the clock, for services that may not ask the kernel
// (ProtectClock=).
#pragma once

#include <cstdint>
#include <filesystem>

namespace smilepost::platform {

// systemd-timesyncd.service(8): the file is touched each time the clock is synchronised. As long
// after that as the kernel itself would still say so: an error of 500 ppm makes 16 seconds in nine
// hours.
bool timesyncd_confirmed(std::int64_t wall_ms,
                         const std::filesystem::path& stamp = "/run/systemd/timesync/synchronized");

}  // namespace smilepost::platform
