// What the key store holds for a journal: who this kiosk is, and each epoch's key.
#pragma once

#include <optional>

#include "platform/key_store.h"
#include "record/record.h"

namespace smilepost::kiosk {

// Names in the store: "kiosk" (16 bytes), "newest-epoch" (8 bytes, big-endian),
// "epoch-<16 hex>" (32 bytes, a seed), "last-head" (epoch, sequence, big-endian, and hash: 48
// bytes).
class EpochKeys {
 public:
  explicit EpochKeys(platform::KeyStore& store) : store_(store) {}

  Result<std::optional<record::KioskId>> kiosk() const;
  // The last epoch whose first record became durable.
  Result<std::optional<record::Epoch>> newest_epoch() const;
  Result<std::optional<record::SigningKey>> key(record::Epoch epoch) const;

  // To be done before the epoch's first record is appended.
  Status keep_key(record::Epoch epoch, const record::SigningKey& key);
  // To be done once that record is durable; writes only what differs.
  Status remember(const record::KioskId& kiosk, record::Epoch newest);

  // A place that was durable in the journal, now and then: a journal that lacks it was put back, or
  // lost what it had.
  Result<std::optional<record::ChainHead>> last_head() const;
  Status remember_head(const record::ChainHead& head);

 private:
  platform::KeyStore& store_;
};

}  // namespace smilepost::kiosk
