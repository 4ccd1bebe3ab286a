// What a journal needs beside appends: heads now and then; when idle, whatever can wait; and where
// it is never idle, a checkpoint in time.
#pragma once

#include <optional>

#include "kiosk/journal/journal_thread.h"

namespace smilepost::kiosk {

class JournalUpkeep {
 public:
  // Where it is never idle, the log is moved into the file after so many writes. One with another
  // they take below 24 KB of it each.
  static constexpr int checkpoint_after_writes = 256;
  static_assert(std::uint64_t{checkpoint_after_writes} * 24 << 10 <= Journal::largest_log);

  // The journal must outlive it.
  JournalUpkeep(Journal& journal, JournalThread::Timing timing);

  // Records or receipts were written.
  void wrote(std::uint64_t now_ms);
  // Does what is due. When it wants to be called next, by the same clock; nothing: after wrote().
  std::optional<std::uint64_t> step(std::uint64_t now_ms);
  // A head now, if there is anything new.
  void write_head(std::uint64_t now_ms, bool anyway = false);
  void checkpoint();

 private:
  void tidy(std::uint64_t now_ms);
  std::uint64_t head_due_ms() const;
  void report(const Status& status);

  Journal& journal_;
  JournalThread::Timing timing_;
  std::uint64_t last_head_ms_;
  std::optional<std::uint64_t> written_ms_;  // not yet tidied up, idle since
  int written_ = 0;                          // times since the last checkpoint
  std::optional<record::ChainHead> headed_;  // the chain's end when a head was last tried
  std::string last_fault_;                   // logged already
};

}  // namespace smilepost::kiosk
