#include "deploy/tool/kiosk_state.h"

namespace smilepost::tool {

Result<KioskState> open_kiosk_state(const std::filesystem::path& folder) {
  std::error_code fault;
  if (!std::filesystem::is_directory(folder / "keys", fault)) {
    return Error{folder.string() + ": not the state of a kiosk, its keys are not there"};
  }
  auto keys = platform::open_key_folder(folder / "keys");
  if (!keys) return keys.error();
  auto clock = std::make_unique<platform::SystemClock>();
  auto journal = kiosk::Journal::open(folder, **keys, *clock);
  if (!journal) return journal.error();
  return KioskState{std::move(clock), *std::move(keys), *std::move(journal)};
}

}  // namespace smilepost::tool
