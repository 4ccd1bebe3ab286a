#include "record/chain.h"

namespace smilepost::record {
namespace {

Verdict judge_place(const Record& record, const ChainHead& head, bool closed) {
  if (record.sequence <= head.sequence) return Verdict::repeated;
  if (closed) return Verdict::after_close;
  if (record.sequence > head.sequence + 1) return Verdict::gap;
  if (record.previous != head.hash) return Verdict::broken_link;
  return Verdict::good;
}

// The key that an epoch's first record brings; only the first epoch's makes the kiosk's id.
Verdict judge_opening(const Record& record, PublicKey& key) {
  const auto* opened = std::get_if<EpochOpened>(&record.body);
  if (record.sequence != 0 || !opened) return Verdict::not_opened;
  const bool is_first = opened->reason == EpochReason::first_start;
  if (is_first && kiosk_id_of(opened->public_key) != record.kiosk) return Verdict::wrong_kiosk;
  key = opened->public_key;
  return Verdict::good;
}

}  // namespace

Chain::Chain(const KioskId& kiosk, Epoch epoch) : kiosk_(kiosk), epoch_(epoch) {}

Chain::Chain(const KioskId& kiosk, const PublicKey& key, const ChainHead& head)
    : kiosk_(kiosk), epoch_(head.epoch), key_(key), head_(head) {}

Chain Chain::before(const KioskId& kiosk, Epoch epoch, const PublicKey& key,
                    std::uint64_t first_sequence, BytesView first) {
  if (first_sequence == 0) return {kiosk, epoch};
  return {kiosk, key, ChainHead{epoch, first_sequence - 1, open_unverified(first).record.previous}};
}

// The order of the checks is FORMAT.md's: every verifier names the same fault.
Verdict Chain::append(BytesView cose, Signatures signatures) {
  const Opened next = open_unverified(cose);
  if (next.verdict != Verdict::good) return next.verdict;
  PublicKey key = key_;
  const Verdict origin = judge_origin(next.record, key);
  if (origin != Verdict::good) return origin;
  if (signatures == Signatures::check_each) {
    if (const Verdict verdict = open(cose, key).verdict; verdict != Verdict::good) return verdict;
  }
  const Verdict link = judge_link(next.record);
  if (link == Verdict::good) accept(next.record, hash_of(cose), key);
  return link;
}

Verdict Chain::follow(const Record& record, const Hash& hash) {
  PublicKey key = key_;
  const Verdict origin = judge_origin(record, key);
  if (origin != Verdict::good) return origin;
  const Verdict link = judge_link(record);
  if (link == Verdict::good) accept(record, hash, key);
  return link;
}

Verdict Chain::judge_origin(const Record& record, PublicKey& key) const {
  if (record.kiosk != kiosk_) return Verdict::wrong_kiosk;
  if (record.epoch != epoch_) return Verdict::wrong_epoch;
  return empty() ? judge_opening(record, key) : Verdict::good;
}

Verdict Chain::judge_link(const Record& record) const {
  if (!empty()) return judge_place(record, *head_, closed_);
  return record.previous == Hash{} ? Verdict::good : Verdict::broken_link;
}

void Chain::accept(const Record& record, const Hash& hash, const PublicKey& key) {
  key_ = key;
  head_ = ChainHead{epoch_, record.sequence, hash};
  closed_ = record.kind == Kind::epoch_closed;
  last_ = record;
}

}  // namespace smilepost::record
