// What a kiosk posts: some consecutive records of one epoch, as a CBOR sequence.
#pragma once

#include <string>
#include <vector>

#include "record/record.h"
#include "record/verdict.h"

namespace smilepost::backend {

// A record that was read, and its bytes. The view outlives it only as long as the request.
struct ReceivedRecord {
  record::Record record;
  record::Hash hash{};
  record::BytesView cose;
};

struct Batch {
  record::KioskId kiosk{};
  record::Epoch epoch = 0;
  std::vector<ReceivedRecord> records;  // at least one; views into the body that was read

  std::uint64_t first() const { return records.front().record.sequence; }
};

// The first thing wrong with a batch: which record of it (from 1), and what.
struct BatchFault {
  std::size_t place = 0;
  record::Verdict verdict = record::Verdict::malformed;
};
std::string to_string(const BatchFault& fault);

// Looks at envelopes only: no signature, and no link to what is stored.
std::variant<Batch, BatchFault> read_batch(record::BytesView body);

}  // namespace smilepost::backend
