// A kiosk's state folder, opened for a command that writes to it. The kiosk has to be stopped.
#pragma once

#include <filesystem>
#include <memory>

#include "kiosk/journal/journal.h"
#include "platform/clock.h"
#include "platform/key_store.h"

namespace smilepost::tool {

// In the order in which they lean on each other.
struct KioskState {
  std::unique_ptr<platform::SystemClock> clock;
  std::unique_ptr<platform::KeyStore> keys;
  std::unique_ptr<kiosk::Journal> journal;
};

// An Error where there are no keys: nothing is made in a folder that is no kiosk's.
Result<KioskState> open_kiosk_state(const std::filesystem::path& folder);

}  // namespace smilepost::tool
