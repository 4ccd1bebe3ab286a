// Opening a journal: the file, the lock, the keys, and the question whether a new epoch is due.
#pragma once

#include "kiosk/journal/epoch_keys.h"
#include "kiosk/journal/journal_files.h"
#include "kiosk/journal/journal_tail.h"
#include "platform/clock.h"

namespace smilepost::kiosk {

struct OpenedJournal {
  platform::Database database;
  record::KioskId kiosk;
  record::SigningKey key;
  Tail tail;
};

// What is known of this kiosk's chain from elsewhere than the file: memory, or the key store.
struct Knowledge {
  std::optional<Error> unusable;           // why a file that looks whole has to make way
  std::optional<record::ChainHead> known;  // a place that was durable: the file must have it
  // Signed beyond it and not known to be stored: where a new epoch begins, they are signed anew.
  std::vector<record::Hash> pending{};
};

// A damaged file is moved aside, with a line in the log, and a new epoch begins. Where only a
// record is not what was signed, or the file is older than what is known, it stays and a new epoch
// begins in it. The folder is locked by the caller.
Result<OpenedJournal> open_journal(const JournalPlace& place, EpochKeys& keys,
                                   const platform::Clock& clock, const Knowledge& knowledge);

}  // namespace smilepost::kiosk
