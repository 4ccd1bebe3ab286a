// Opening a journal: the file, the lock, the keys, and the question whether a new epoch is due.
#pragma once

#include <filesystem>

#include "kiosk/journal/epoch_keys.h"
#include "kiosk/journal/journal_tail.h"
#include "platform/clock.h"
#include "platform/files.h"

namespace smilepost::kiosk {

struct OpenedJournal {
  platform::FileLock lock;
  platform::Database database;
  record::KioskId kiosk;
  record::SigningKey key;
  Tail tail;
};

// A damaged journal is moved aside, with a line in the log, and a new epoch begins.
Result<OpenedJournal> open_journal(const std::filesystem::path& folder, EpochKeys& keys,
                                   const platform::Clock& clock);

}  // namespace smilepost::kiosk
