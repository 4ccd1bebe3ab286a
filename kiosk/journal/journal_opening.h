// Opening a journal: the file, the lock, the keys, and the question whether a new epoch is due.
#pragma once

#include <filesystem>

#include "kiosk/journal/epoch_keys.h"
#include "kiosk/journal/journal_tail.h"
#include "platform/clock.h"
#include "platform/files.h"

namespace smilepost::kiosk {

struct OpenedJournal {
  platform::Database database;
  record::KioskId kiosk;
  record::SigningKey key;
  Tail tail;
};

// Makes the folder. To be held as long as the journal is open.
Result<platform::FileLock> lock_journal(const std::filesystem::path& folder);

// A damaged file is moved aside, with a line in the log, and a new epoch begins; so is one that
// looks whole but where `unusable` says why it is not. Where only a record is not what was signed,
// the file stays and a new epoch begins in it.
Result<OpenedJournal> open_journal(const std::filesystem::path& folder, EpochKeys& keys,
                                   const platform::Clock& clock,
                                   const std::optional<Error>& unusable = {});

}  // namespace smilepost::kiosk
