// Brings the journal's records to the backend, exactly as far as verified receipts say. One thread;
// sync_thread.h puts it on one of its own. All its memory of what was delivered is the journal's.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "kiosk/journal/journal_reader.h"
#include "kiosk/sync/backlog.h"
#include "kiosk/sync/backoff.h"
#include "kiosk/sync/batch_size.h"
#include "kiosk/sync/fault_log.h"
#include "kiosk/sync/timekeeper.h"
#include "platform/clock.h"
#include "platform/http_client.h"
#include "record/receipt.h"

namespace smilepost::kiosk {

struct SyncSettings {
  std::string backend_url;  // "https://feedback.example", a slash at its end is forgiven
  record::PublicKey receipt_key{};
  // At most; a slow link gets less at once.
  std::size_t batch_records = 500;
  std::size_t batch_bytes = std::size_t{512} << 10;
  std::uint64_t backoff_first_ms = 1'000;
  std::uint64_t backoff_ceiling_ms = 60'000;
  std::uint64_t idle_ms = 5'000;      // looks for new records this often
  std::uint64_t head_wait_ms = 100;   // how long a head asked for may take
  std::optional<std::uint64_t> seed;  // of the jitter; nothing: random
};

struct SyncStatus {
  std::uint64_t kept = 0;                       // answer records in the journal
  std::uint64_t acknowledged = 0;               // of these, by verified receipts
  std::optional<std::int64_t> last_contact_ms;  // Unix time of the last verified receipt
  bool online = false;                          // the last exchange ended with a verified receipt
  bool held_up = false;  // what is left has to wait: no answer, or the backend refuses all of it
  friend bool operator==(const SyncStatus&, const SyncStatus&) = default;
};

class Sync {
 public:
  // What it asks of the journal's writer. All but the first may be empty.
  struct Writer {
    // Makes a verified receipt durable in the journal that `journal` reads.
    std::function<Status(const record::Receipt&)> keep_receipt;
    // Asks for a signed head, so that both sides can compare their figures; need not wait for it.
    std::function<void()> request_head;
    // Appends a "time heard", and returns when that is done or has failed: it goes at once.
    std::function<void(const record::TimeHeard&)> note_time;
    // Asks to note that what is due there of an epoch cannot be read; need not wait for it.
    std::function<void(record::Epoch epoch, std::uint64_t due)> note_gap;
    // Asks to begin a new epoch instead of this one, of which the backend has another continuation;
    // need not wait for it, and does nothing where another is in use.
    std::function<void(record::Epoch epoch)> leave_forked;
    // At each step: may keep what time it is, now and then.
    std::function<void()> keep_clock = {};
  };

  // journal, http and clock must outlive it.
  Sync(const JournalReader& journal, Writer writer, platform::HttpClient& http,
       const platform::Clock& clock, SyncSettings settings);

  // At most one request. When it wants to be called next, by the same clock; calling earlier does
  // no harm and sends nothing while it waits after a failure.
  std::uint64_t step(std::uint64_t now_ms);

  const SyncStatus& status() const { return status_; }

 private:
  enum class Course : std::uint8_t { progress, failed, refused };
  struct Outcome {
    Course course = Course::failed;
    Error error;  // unless there is progress
    std::uint64_t asked_to_wait_ms = 0;
  };
  struct Trip {
    std::uint64_t sent_ms = 0, heard_ms = 0;  // since boot
  };
  // An epoch that the backend refuses: it waits by itself, and no other one waits for it.
  struct SetAside {
    Backoff backoff;
    std::uint64_t until_ms = 0;
    std::string fault;  // logged already
  };

  Result<std::optional<Batch>> choose(std::uint64_t now_ms) const;
  std::uint64_t exchange(const Batch& batch, std::uint64_t now_ms);
  Outcome send(const Batch& batch);
  Outcome believe(const Batch& batch, const platform::HttpResponse& response,
                  record::Receipt& receipt, bool& ours) const;
  Outcome take_receipt(const Batch& batch, const platform::HttpResponse& response, Trip trip);
  void hear_time(const Batch& batch, const record::Receipt& receipt, Trip trip);
  Outcome rewind(const Batch& batch, const platform::HttpResponse& response);
  Outcome go_back(const Batch& batch, record::Receipt receipt);
  Outcome refused_beyond(const Batch& batch);
  Outcome refused_apart(const Batch& batch, const record::ChainHead& head);
  Outcome too_large(const Batch& batch);
  Status keep(const record::Receipt& receipt);
  bool wants_head(const Batch& batch);
  std::uint64_t progress(std::uint64_t now_ms);
  std::uint64_t fail(const Outcome& outcome, std::uint64_t now_ms);
  std::uint64_t pass_over(const Batch& batch, std::uint64_t now_ms);
  std::uint64_t set_aside(record::Epoch epoch, const Error& error, std::uint64_t now_ms);
  std::uint64_t rest(std::uint64_t now_ms);
  Backoff new_backoff() const;
  void refresh_figures();

  const JournalReader& journal_;
  Writer writer_;
  platform::HttpClient& http_;
  const platform::Clock& clock_;
  SyncSettings settings_;
  Backoff backoff_;
  BatchSize size_;
  Timekeeper timekeeper_;
  SyncStatus status_;
  std::uint64_t not_before_ms_ = 0;
  std::optional<std::uint64_t> head_asked_after_;  // the last record when a head was asked for
  std::map<record::Epoch, SetAside> set_aside_;
  bool rewound_ = false;  // since the last acknowledged batch
  // Epochs that are sent again from their oldest record, and what was due of them before.
  std::map<record::Epoch, std::uint64_t> apart_;
  FaultLog faults_;
};

}  // namespace smilepost::kiosk
