// The files of a journal, and the moves from one name to the other. Each move is durable before the
// next begins, so that a power cut leaves a state which settle_files() knows how to finish.
#pragma once

#include <filesystem>
#include <memory>

#include "platform/disk.h"

namespace smilepost::kiosk {

inline constexpr const char* journal_file = "journal.db";      // beside it: -wal, -shm, -journal
inline constexpr const char* log_file = "journal.db-wal";      // SQLite's write-ahead log
inline constexpr const char* copy_file = "journal.db.copy";    // being written, worth nothing yet
inline constexpr const char* ready_file = "journal.db.ready";  // whole: takes the journal's place
inline constexpr std::string_view damaged_prefix = "journal.db.damaged-";  // and a time

struct JournalPlace {
  std::filesystem::path folder;
  std::shared_ptr<platform::Disk> disk;

  std::filesystem::path file(std::string_view name = journal_file) const { return folder / name; }
};

// Ends what a power cut left half done.
Status settle_files(const JournalPlace& place, std::int64_t wall_ms);

// The journal and what belongs to it get another name, which is returned.
Result<std::filesystem::path> move_aside(const JournalPlace& place, std::int64_t wall_ms);

// The copy, complete and closed, takes the place of the journal, which is moved aside.
Status put_copy_in_place(const JournalPlace& place, std::int64_t wall_ms);

// What a copy that failed left behind.
Status remove_copy(const JournalPlace& place);

}  // namespace smilepost::kiosk
