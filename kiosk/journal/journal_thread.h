// The journal on its own thread. Requests never block the caller; what became of them is fetched
// from a queue, and `wake` is called (on the journal's thread) whenever there is something new.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "kiosk/journal/journal.h"

namespace smilepost::kiosk {

struct Appended {
  std::uint64_t ticket = 0;        // what append() returned
  Result<std::uint64_t> sequence;  // or why it could not be kept
};

class JournalThread {
 public:
  // By the clock handed in. A head comes soon after there is something new, and now and then all
  // the same: a shop without shoppers must not look like a kiosk without power.
  struct Timing {
    std::uint64_t checkpoint_after_idle_ms = 2'000;
    std::uint64_t head_interval_ms = 60'000;
    std::uint64_t heartbeat_ms = 240'000;
  };
  JournalThread(std::unique_ptr<Journal> journal, Timing timing, std::function<void()> wake);
  ~JournalThread();  // finishes what was asked for, writes a head, checkpoints

  // Any thread.
  std::uint64_t append(record::Body body);  // a ticket
  // Can it be written? Its outcome comes like an append's; the sequence means nothing.
  std::uint64_t probe();
  std::vector<Appended> take_appended();
  // Any thread but this one: returns when the receipt is durable.
  Status keep_receipt(const record::Receipt& receipt);
  // The same for Journal::begin_delivery_anew().
  Status begin_delivery_anew(const record::Receipt& receipt);
  // Any thread but this one: returns when all that was asked for before is done.
  void flush();
  // Asks for a head record now (before a sync); returns at once.
  void request_head();
  // Asks for Journal::note_gap(); returns at once.
  void note_gap(record::Epoch epoch, std::uint64_t first);
  // Asks to begin a new epoch, since this one was forked; not where another is in use by now.
  // Returns at once.
  void leave_forked(record::Epoch epoch);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smilepost::kiosk
