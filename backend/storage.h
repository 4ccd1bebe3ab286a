// How a kiosk's own storage fares, by what it signed: heads tell of its disk, and the beginning of
// each epoch tells what became of the journal before it.
#pragma once

#include "backend/day.h"
#include "backend/store/store.h"
#include "platform/result.h"
#include "record/record.h"

namespace smilepost::backend {

struct Storage {
  // Journals in the last 30 days that could not go on, each followed by a new epoch:
  std::uint64_t lost = 0;      // the file was gone
  std::uint64_t damaged = 0;   // it could not be read
  std::uint64_t put_back = 0;  // it was older than what the kiosk remembered: a card restored
  // Records that a journal held by the beginning of a later epoch, and that never came here.
  std::uint64_t missing = 0;
  // Records that it cannot read any more, as it says itself.
  std::uint64_t gone = 0;
  // By the newest head, where it says so:
  std::optional<std::uint64_t> free_bytes;  // on the journal's disk
  std::uint64_t failed_writes = 0;          // since its program started
  std::uint64_t damaged_files = 0;          // in which records may still be found
};

Result<Storage> storage_of(Store& store, const record::KioskId& kiosk, const Day& today);

}  // namespace smilepost::backend
