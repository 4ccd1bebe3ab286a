#include "backend/branches.h"

namespace smilepost::backend {
namespace {

using Chains = std::vector<ChainRow*>;

// The one that has this hash at this place: of those that share it, the oldest.
Result<ChainRow*> holder(Ledger& ledger, const Chains& chains, std::uint64_t sequence,
                         const record::Hash& hash) {
  for (ChainRow* chain : chains) {
    const auto stored = ledger.hash_at(chain->key, sequence);
    if (!stored) return stored.error();
    if (*stored == hash) return chain;
  }
  return static_cast<ChainRow*>(nullptr);
}

// The one that went on beyond this place without a record there.
Result<ChainRow*> passed_by(Ledger& ledger, const Chains& chains, std::uint64_t sequence) {
  for (ChainRow* chain : chains) {
    if (sequence < chain->forked_at || sequence > chain->head_sequence) continue;
    const auto stored = ledger.hash_at(chain->key, sequence);
    if (!stored) return stored.error();
    if (!*stored) return chain;
  }
  return static_cast<ChainRow*>(nullptr);
}

// After the record before it; that may be the last one of several chains.
Status after(Ledger& ledger, const Chains& chains, const Batch& batch, Place& place) {
  const record::Record& next = batch.records[place.from].record;
  if (next.sequence == 0) {
    place.kind = Place::Kind::beginning;
    return Done{};
  }
  for (ChainRow* chain : chains) {
    if (chain->head_sequence + 1 != next.sequence || chain->head_hash != next.previous) continue;
    place.kind = Place::Kind::extension;
    place.chain = chain;
    return Done{};
  }
  const auto parent = holder(ledger, chains, next.sequence - 1, next.previous);
  if (!parent) return parent.error();
  place.kind = *parent == nullptr ? Place::Kind::gap : Place::Kind::fork;
  place.chain = *parent;
  return Done{};
}

// A branch whose beginning was gone may have it again: then what follows is stored already.
Status until_stored(Ledger& ledger, const Chains& chains, const Batch& batch, Place& place) {
  const bool alone = chains.size() == 1 && place.kind == Place::Kind::extension;
  if (chains.empty() || alone) return Done{};
  for (std::size_t at = place.from + 1; at < place.to; ++at) {
    const ReceivedRecord& received = batch.records[at];
    const auto held = holder(ledger, chains, received.record.sequence, received.hash);
    if (!held) return held.error();
    if (*held != nullptr) place.to = at;
  }
  return Done{};
}

}  // namespace

Result<Place> find_place(Ledger& ledger, const Batch& batch) {
  const Chains chains = ledger.chains({batch.kiosk, batch.epoch});
  Place place;
  for (; place.from < batch.records.size(); ++place.from) {
    const ReceivedRecord& received = batch.records[place.from];
    const std::uint64_t sequence = received.record.sequence;
    auto held = holder(ledger, chains, sequence, received.hash);
    if (!held) return held.error();
    if (*held == nullptr) {
      held = passed_by(ledger, chains, sequence);
      if (!held) return held.error();
      if (*held == nullptr) break;
      place.late.push_back(place.from);
    }
    place.chain = *held;
  }
  place.to = batch.records.size();
  if (place.from == place.to) {
    place.kind = Place::Kind::stored;
    return place;
  }
  if (auto done = after(ledger, chains, batch, place); !done) return done.error();
  if (auto done = until_stored(ledger, chains, batch, place); !done) return done.error();
  return place;
}

}  // namespace smilepost::backend
