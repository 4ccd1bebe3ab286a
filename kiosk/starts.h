// How often the program was started in this boot: one that is started again and again fails again
// and again, and whoever restarts it does not tell the backend.
#pragma once

#include <cstdint>
#include <filesystem>

#include "platform/clock.h"
#include "platform/result.h"

namespace smilepost::kiosk {

// Notes this start durably in the state folder's file "starts". How many there were in this boot,
// this one included; a file that cannot be read counts as none.
Result<std::uint64_t> note_start(const std::filesystem::path& state, const platform::Clock& clock);

}  // namespace smilepost::kiosk
