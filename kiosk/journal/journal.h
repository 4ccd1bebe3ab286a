// Where answers are kept: one SQLite file, one writing connection, every record signed and chained.
// Single-threaded: journal_thread.h puts it on a thread of its own. Readers use journal_reader.h.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "platform/clock.h"
#include "platform/disk.h"
#include "platform/key_store.h"
#include "platform/result.h"
#include "record/receipt.h"
#include "record/record.h"

namespace smilepost::kiosk {

struct Counts {
  std::uint64_t answer_records = 0;  // in the current epoch
  std::uint64_t visits = 0;          // in the current epoch
  friend bool operator==(const Counts&, const Counts&) = default;
};

// Of what was saved from files that were put aside.
struct SalvageFigures {
  std::uint64_t bytes_read = 0, bytes = 0;  // of all these files
  std::uint64_t found = 0;                  // records that verify and were not here
  std::uint64_t moved = 0;                  // of these, into their place in the journal
  friend bool operator==(const SalvageFigures&, const SalvageFigures&) = default;
};

class Journal {
 public:
  // So long the write-ahead log may become, in bytes. Where readers keep it from beginning anew it
  // does so beyond this, and may double.
  static constexpr std::uint64_t largest_log = std::uint64_t{6} << 20;

  // Opens or makes `folder`/journal.db, and the kiosk's key in `keys`. A new journal begins an
  // epoch with a fresh key. clock and keys must outlive the journal.
  static Result<std::unique_ptr<Journal>> open(
      const std::filesystem::path& folder, platform::KeyStore& keys, const platform::Clock& clock,
      std::shared_ptr<platform::Disk> disk = platform::real_disk());
  ~Journal();

  // Signs the body as the next record and returns once it is durable (fsynced WAL). The sequence.
  // After an Error it is not kept yet, but signed: no other record ever takes its place, and it is
  // stored before any other, or at the next probe(). Where a write failed, the journal goes on in a
  // copy; where the file turns out to be damaged, in a new epoch, if need be in a new file.
  Result<std::uint64_t> append(const record::Body& body);

  // The heartbeat. Nothing if the last record is a head already and `anyway` is not set.
  Result<std::optional<std::uint64_t>> append_head(bool anyway = false);

  // Keeps a verified receipt and its token, in one transaction. Refuses one that contradicts. Drops
  // all that were given before the backend was restored: it may lack what they speak of.
  Status keep_receipt(const record::Receipt& receipt);
  // The same at an enrolment, where the backend may be a new one: drops every other receipt.
  Status begin_delivery_anew(const record::Receipt& receipt);

  // Ends the epoch and begins the next one with a fresh key, which the old one endorses.
  Status rotate_key(record::EpochReason reason = record::EpochReason::key_rotated);

  // Where what is due there of an epoch that is over cannot be read any more, notes that in a
  // record, and where that epoch goes on. Nothing is noted where it goes on nowhere, or while what
  // is missing may still be found. The epoch in use ends by it.
  Status note_gap(record::Epoch epoch, std::uint64_t first);

  // Writes and syncs without adding anything: an Error says why no answer can be kept now.
  Status probe();

  // What can wait until nobody taps: moves the log into the file, lets a few old records go, saves
  // a few from a file that was put aside, takes the room for a full disk. True: there is more to
  // do.
  Result<bool> tidy();
  // What the last salvage came to.
  SalvageFigures salvaged() const;
  // The first of these alone.
  Status checkpoint();

  const platform::Clock& clock() const;  // the one handed in
  const record::KioskId& kiosk() const;
  record::ChainHead head() const;  // its epoch may become another with each append
  Counts counts() const;

  // The staff's last choice; nothing before the first.
  Result<std::optional<record::StaffAction>> last_staff_action() const;
  // When that was; nothing: there is none, or it cannot be read.
  std::optional<record::Moment> last_staff_moment() const;

 private:
  class Impl;
  explicit Journal(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace smilepost::kiosk
