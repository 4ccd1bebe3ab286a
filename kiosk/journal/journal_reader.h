// Reads a journal beside its writer, read-only, in short pages. Where the writer had to put the
// file aside, goes on in the new one. One thread each.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "platform/disk.h"
#include "platform/result.h"
#include "record/receipt.h"
#include "record/record.h"

namespace smilepost::kiosk {

struct StoredRecord {
  record::Epoch epoch = 0;
  std::uint64_t sequence = 0;
  record::Bytes cose;
};

struct StoredEpoch {
  record::Epoch epoch = 0;
  record::PublicKey public_key{};
  std::optional<record::Receipt> receipt;  // the newest, if any
};

// Records that cannot be read any more, and the place of the signed record that says so.
struct StoredGap {
  record::Gap gap;
  record::Epoch noted_epoch = 0;
  std::uint64_t noted_sequence = 0;
};

class JournalReader {
 public:
  static Result<std::unique_ptr<JournalReader>> open(
      const std::filesystem::path& folder,
      std::shared_ptr<platform::Disk> disk = platform::real_disk());
  ~JournalReader();

  Result<record::KioskId> kiosk() const;
  // In the order in which they were opened.
  Result<std::vector<StoredEpoch>> epochs() const;
  // Of all epochs, in the order of their places. Whether they are so still, missing_from() says.
  Result<std::vector<StoredGap>> gaps() const;
  // What cannot be read from that place of an epoch on, up to the next record that verifies by
  // itself. Nothing where the one there does, or where none follows.
  Result<std::optional<record::Gap>> missing_from(record::Epoch epoch, std::uint64_t first) const;
  // At most `count` records of the epoch and at most `bytes` bytes (one record at least), from
  // sequence `from` on.
  Result<std::vector<StoredRecord>> page(record::Epoch epoch, std::uint64_t from, std::size_t count,
                                         std::size_t bytes) const;
  // Records in all epochs, by each epoch's first and last sequence: at once, however many there
  // are. Where some are missing between, it is too many.
  Result<std::uint64_t> records() const;
  // Answer records in all epochs; and those at or below each epoch's newest receipt.
  struct AnswerRecords {
    std::uint64_t kept = 0;
    std::uint64_t acknowledged = 0;
  };
  Result<AnswerRecords> answer_records() const;

 private:
  class Impl;
  explicit JournalReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace smilepost::kiosk
