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
  Opened next = open_unverified(cose);
  if (next.verdict != Verdict::good) return next.verdict;
  Record& record = next.record;
  if (record.kiosk != kiosk_) return Verdict::wrong_kiosk;
  if (record.epoch != epoch_) return Verdict::wrong_epoch;

  PublicKey key = key_;
  if (empty()) {
    if (const Verdict verdict = judge_opening(record, key); verdict != Verdict::good) {
      return verdict;
    }
  }
  if (signatures == Signatures::check_each) {
    if (const Verdict verdict = open(cose, key).verdict; verdict != Verdict::good) return verdict;
  }
  const Verdict place = empty() ? (record.previous == Hash{} ? Verdict::good : Verdict::broken_link)
                                : judge_place(record, *head_, closed_);
  if (place != Verdict::good) return place;

  key_ = key;
  head_ = ChainHead{epoch_, record.sequence, hash_of(cose)};
  closed_ = record.kind == Kind::epoch_closed;
  last_ = std::move(record);
  return Verdict::good;
}

}  // namespace smilepost::record
