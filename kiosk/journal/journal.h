// Where answers are kept: one SQLite file, one writing connection, every record signed and chained.
// Single-threaded: journal_thread.h puts it on a thread of its own. Readers use journal_reader.h.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "platform/clock.h"
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

class Journal {
 public:
  // Opens or makes `folder`/journal.db, and the kiosk's key in `keys`. A new journal begins an
  // epoch with a fresh key. clock and keys must outlive the journal.
  static Result<std::unique_ptr<Journal>> open(const std::filesystem::path& folder,
                                               platform::KeyStore& keys,
                                               const platform::Clock& clock);
  ~Journal();

  // Signs the body as the next record and returns once it is durable (fsynced WAL). The sequence.
  // After an Error nothing was kept and the next append may be tried. Where the file turns out to
  // be damaged, a new epoch begins, if need be in a new file.
  Result<std::uint64_t> append(const record::Body& body);

  // The heartbeat. Nothing if the last record is a head already and `anyway` is not set.
  Result<std::optional<std::uint64_t>> append_head(bool anyway = false);

  // Keeps a verified receipt and its token, in one transaction. Refuses one that contradicts. Drops
  // all that were given before the backend was restored: it may lack what they speak of.
  Status keep_receipt(const record::Receipt& receipt);
  // The same at an enrolment, where the backend may be a new one: drops every other receipt.
  Status begin_delivery_anew(const record::Receipt& receipt);

  // Writes and syncs without adding anything: an Error says why no answer can be kept now.
  Status probe();

  // Moves the WAL into the file. To be called when idle.
  Status checkpoint();

  const platform::Clock& clock() const;  // the one handed in
  const record::KioskId& kiosk() const;
  record::ChainHead head() const;  // its epoch may become another with each append
  Counts counts() const;

  // The staff's last choice; nothing before the first.
  Result<std::optional<record::StaffAction>> last_staff_action() const;

 private:
  class Impl;
  explicit Journal(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace smilepost::kiosk
