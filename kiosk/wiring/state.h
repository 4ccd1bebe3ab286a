// What a kiosk knows of itself, opened from its state folder.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "kiosk/journal/journal.h"
#include "kiosk/options.h"
#include "kiosk/storage_break.h"
#include "kiosk/sync/enrolment_file.h"
#include "platform/clock.h"
#include "platform/key_store.h"
#include "platform/result.h"
#include "platform/stop_signal.h"

namespace smilepost::kiosk {

// The folder that this option names, or its default.
Status make_folder(const std::filesystem::path& folder, const std::string& option);

// The keys outlive the journal, also where it moves elsewhere.
struct Kept {
  std::unique_ptr<platform::KeyStore> keys;
  std::unique_ptr<Journal> journal;
};
Result<Kept> open_journal_in(const std::filesystem::path& state, const platform::Clock& clock);

struct State {
  std::unique_ptr<platform::KeyStore> keys;
  std::unique_ptr<Journal> journal;
  std::optional<EnrolmentFile> enrolment;  // nothing: not enrolled
};
// A kiosk waits for its disk, with the break on screen, until it is asked to stop; who plays a shop
// day does not.
Result<State> open_state(const Options& options, StorageBreak& storage_break,
                         platform::StopSignal& stop, const platform::Clock& clock);

}  // namespace smilepost::kiosk
