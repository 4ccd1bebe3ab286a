// One epoch of one kiosk as the archive holds it: its head, its records, and what contradicts them.
#pragma once

#include <optional>
#include <vector>

#include "platform/result.h"
#include "platform/sqlite.h"
#include "record/record.h"

namespace smilepost::backend {

struct StoredEpoch {
  record::PublicKey public_key{};
  record::ChainHead head;
  bool closed = false;
};

// A record that was believed, and its bytes. The view outlives it only as long as the request.
struct ReceivedRecord {
  record::Record record;
  record::Hash hash{};
  record::BytesView cose;
};

class StoredChain {
 public:
  StoredChain(platform::Database& database, const record::KioskId& kiosk, record::Epoch epoch)
      : database_(database), kiosk_(kiosk), epoch_(epoch) {}

  Result<std::optional<StoredEpoch>> load() const;

  // Whether `public_key` was endorsed by the kiosk's first key, or by that of an epoch stored here.
  Result<bool> endorsed(const record::EpochOpened& opened) const;

  // The place beyond a gap that the kiosk has noted between `due` and `first`, as if all up to
  // there were stored; nothing where there is none.
  Result<std::optional<StoredEpoch>> beyond_gap(std::uint64_t due, std::uint64_t first) const;

  // Nothing where no such record is stored.
  Result<std::optional<record::Hash>> hash_at(std::uint64_t sequence) const;

  Status append(const ReceivedRecord& received, std::int64_t received_ms);

  // Moves the head to the record last appended.
  Status advance(const record::PublicKey& key, const ReceivedRecord& newest);

  // Keeps a signed record of a place that the chain went on beyond.
  Status keep_late(const ReceivedRecord& received, std::int64_t received_ms);

  // Keeps a signed record that contradicts this chain; the same one only once.
  Status keep_fork(const ReceivedRecord& received, std::int64_t received_ms);

 private:
  platform::Database& database_;
  record::KioskId kiosk_;
  record::Epoch epoch_;
};

}  // namespace smilepost::backend
