// Follows one epoch's chain from its first record, or from a known head, record by record.
#pragma once

#include "record/record.h"

namespace smilepost::record {

enum class Signatures { check_each, links_only };

class Chain {
 public:
  // From the beginning: the first record must be "epoch opened" and brings its own key.
  Chain(const KioskId& kiosk, Epoch epoch);
  // From a place known before.
  Chain(const KioskId& kiosk, const PublicKey& key, const ChainHead& head);
  // From the first record that is left, by its sequence: where older ones were removed, it says
  // itself what came before it, and nothing vouches for that.
  static Chain before(const KioskId& kiosk, Epoch epoch, const PublicKey& key,
                      std::uint64_t first_sequence, BytesView first);

  // The verdict on the next record. Unless it is `good`, the chain stays where it was.
  // With links_only the caller must verify the last record's signature itself: one signature
  // vouches for the chain before it.
  Verdict append(BytesView cose, Signatures signatures = Signatures::check_each);
  // The same with links_only, for a record that was opened already, and its hash.
  Verdict follow(const Record& record, const Hash& hash);

  bool empty() const { return !head_; }
  const ChainHead& head() const { return *head_; }      // not while empty
  const PublicKey& public_key() const { return key_; }  // zeros while empty
  const Record& last() const { return last_; }          // the record last accepted

 private:
  Verdict judge_origin(const Record& record, PublicKey& key) const;
  Verdict judge_link(const Record& record) const;
  void accept(const Record& record, const Hash& hash, const PublicKey& key);

  KioskId kiosk_;
  Epoch epoch_;
  PublicKey key_{};
  std::optional<ChainHead> head_;
  bool closed_ = false;
  Record last_;
};

}  // namespace smilepost::record
