#include "backend/batch.h"

#include "record/sequence.h"

namespace smilepost::backend {

using record::Verdict;

std::string to_string(const BatchFault& fault) {
  return "record " + std::to_string(fault.place) +
         " of the batch: " + std::string(record::to_string(fault.verdict)) + ": " +
         std::string(record::explain(fault.verdict));
}

// A record's place in its batch; whether the links between records hold is the chain's to judge.
static Verdict judge(const Batch& batch, const record::Record& next) {
  if (next.kiosk != batch.kiosk) return Verdict::wrong_kiosk;
  if (next.epoch != batch.epoch) return Verdict::wrong_epoch;
  const std::uint64_t last = batch.records.back().record.sequence;
  if (next.sequence <= last) return Verdict::repeated;
  return next.sequence > last + 1 ? Verdict::gap : Verdict::good;
}

std::variant<Batch, BatchFault> read_batch(record::BytesView body) {
  Batch batch;
  record::Sequence sequence(body);
  for (auto cose = sequence.next(); cose; cose = sequence.next()) {
    const std::size_t place = batch.records.size() + 1;
    auto opened = record::open_unverified(*cose);
    if (opened.verdict != Verdict::good) return BatchFault{place, opened.verdict};
    if (batch.records.empty()) {
      batch.kiosk = opened.record.kiosk;
      batch.epoch = opened.record.epoch;
    } else if (const Verdict verdict = judge(batch, opened.record); verdict != Verdict::good) {
      return BatchFault{place, verdict};
    }
    batch.records.push_back({std::move(opened.record), record::hash_of(*cose), *cose});
  }
  if (sequence.verdict() != Verdict::good || batch.records.empty()) {
    return BatchFault{batch.records.size() + 1, sequence.verdict() == Verdict::good
                                                    ? Verdict::malformed
                                                    : sequence.verdict()};
  }
  return batch;
}

}  // namespace smilepost::backend
