#include "kiosk/sync/backlog.h"

#include <algorithm>

#include "record/chain.h"

namespace smilepost::kiosk {
namespace {

// In whatever epoch: it is the kiosk that shows its token.
std::optional<record::Receipt> last_receipt(const std::vector<StoredEpoch>& epochs) {
  std::optional<record::Receipt> last;
  for (const auto& epoch : epochs) {
    if (epoch.receipt && (!last || epoch.receipt->time_ms >= last->time_ms)) last = epoch.receipt;
  }
  return last;
}

// Where the next batch of an epoch begins.
struct Start {
  std::uint64_t from = 0;  // what is due, or beyond a gap that begins there
  std::optional<record::ChainHead> before;
  bool waits = false;  // for the backend to have the record that notes the gap
};

std::uint64_t after(const std::optional<record::Receipt>& receipt) {
  return receipt && receipt->head ? receipt->head->sequence + 1 : 0;
}

bool is_acknowledged(const std::vector<StoredEpoch>& epochs, const StoredGap& gap) {
  return std::ranges::any_of(epochs, [&](const StoredEpoch& epoch) {
    return epoch.epoch == gap.noted_epoch && after(epoch.receipt) > gap.noted_sequence;
  });
}

Result<Start> start_of(const JournalReader& journal, const std::vector<StoredEpoch>& epochs,
                       const StoredEpoch& epoch) {
  Start start;
  const std::uint64_t due = after(epoch.receipt);
  start.from = due;
  if (due > 0) start.before = epoch.receipt->head;
  const auto gaps = journal.gaps();
  if (!gaps) return gaps.error();
  for (const auto& gap : *gaps) {
    if (gap.gap.epoch != epoch.epoch || gap.gap.first != due) continue;
    const auto missing = journal.missing_from(epoch.epoch, due);
    if (!missing) return missing.error();
    if (*missing != gap.gap) continue;  // some is there again, or more is lost
    start.from = gap.gap.last + 1;
    start.before = record::ChainHead{epoch.epoch, gap.gap.last, gap.gap.last_hash};
    start.waits = !is_acknowledged(epochs, gap);
  }
  return start;
}

// Where the receipt was lost with a damaged file, and what was delivered was pruned, the epoch
// begins with the first record that is left.
record::Chain chain_before(const StoredEpoch& epoch, const record::KioskId& kiosk,
                           const Start& start, const StoredRecord& first) {
  if (start.before) return {kiosk, epoch.public_key, *start.before};
  return record::Chain::before(kiosk, epoch.epoch, epoch.public_key, first.sequence, first.cose);
}

// How many of the records that follow the receipt a verifier would take: a batch is refused whole.
std::size_t verifiable(const StoredEpoch& epoch, const record::KioskId& kiosk, const Start& start,
                       const std::vector<StoredRecord>& records) {
  record::Chain chain = chain_before(epoch, kiosk, start, records.front());
  const auto good = record::Verdict::good;
  std::size_t count = 0;
  while (count < records.size() &&
         chain.append(records[count].cose, record::Signatures::links_only) == good) {
    ++count;
  }
  // One signature vouches for the chain before it.
  while (count > 0 && record::open(records[count - 1].cose, epoch.public_key).verdict != good) {
    --count;
  }
  return count;
}

Batch faulty_batch(const StoredEpoch& epoch, const Error& fault) {
  Batch batch;
  batch.epoch = epoch.epoch;
  batch.due = after(epoch.receipt);
  batch.fault = fault;
  return batch;
}

Error not_sound(const Start& start, const StoredRecord& first) {
  const bool here = first.sequence == start.from;
  return Error{"record " + std::to_string(start.from) +
               (here ? " is not what was signed" : " is missing") +
               ": what follows waits until this kiosk has noted that"};
}

Batch make_batch(const StoredEpoch& epoch, const std::vector<StoredRecord>& records) {
  Batch batch;
  batch.epoch = epoch.epoch;
  batch.due = after(epoch.receipt);
  batch.first = records.front().sequence;
  batch.last = records.back().sequence;
  if (epoch.receipt) batch.acknowledged = epoch.receipt->head;
  for (const auto& record : records) {
    batch.body.insert(batch.body.end(), record.cose.begin(), record.cose.end());
  }
  batch.ends_with_head =
      record::open_unverified(records.back().cose).record.kind == record::Kind::head;
  return batch;
}

// A page of the file that cannot be read must not take those before it along.
Result<std::vector<StoredRecord>> records_from(const JournalReader& journal, record::Epoch epoch,
                                               std::uint64_t from, const BatchLimits& limits) {
  auto records = journal.page(epoch, from, limits.records, limits.bytes);
  return records ? records : journal.page(epoch, from, 1, limits.bytes);
}

bool anything_after(const JournalReader& journal, const Batch& batch) {
  const auto rest = journal.page(batch.epoch, batch.last + 1, 1, 1);
  return !rest || !rest->empty();
}

// What cannot be read of one epoch holds up no other one.
std::optional<Batch> batch_of(const JournalReader& journal, const BatchLimits& limits,
                              const record::KioskId& kiosk, const std::vector<StoredEpoch>& epochs,
                              std::size_t index) {
  const StoredEpoch& epoch = epochs[index];
  const auto start = start_of(journal, epochs, epoch);
  if (!start) return faulty_batch(epoch, start.error());
  if (start->waits) return {};
  auto records = records_from(journal, epoch.epoch, start->from, limits);
  if (!records) return faulty_batch(epoch, records.error());
  if (records->empty()) return {};
  const std::size_t good = verifiable(epoch, kiosk, *start, *records);
  if (good == 0) return faulty_batch(epoch, not_sound(*start, records->front()));
  records->resize(good);
  Batch batch = make_batch(epoch, *records);
  batch.kiosk = kiosk;
  batch.last_receipt = last_receipt(epochs);
  batch.ends_journal = index + 1 == epochs.size() && !anything_after(journal, batch);
  return batch;
}

}  // namespace

Result<std::optional<Batch>> next_batch(const JournalReader& journal, const BatchLimits& limits,
                                        const std::set<record::Epoch>& left_out) {
  const auto kiosk = journal.kiosk();
  if (!kiosk) return kiosk.error();
  const auto epochs = journal.epochs();
  if (!epochs) return epochs.error();
  for (std::size_t i = 0; i < epochs->size(); ++i) {
    if (left_out.contains((*epochs)[i].epoch)) continue;
    if (auto batch = batch_of(journal, limits, *kiosk, *epochs, i)) return batch;
  }
  return std::optional<Batch>{};
}

}  // namespace smilepost::kiosk
