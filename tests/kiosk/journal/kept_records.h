// Follows the chain of what a journal still holds, from the oldest record on, a page at a time.
#pragma once

#include <optional>

#include "kiosk/journal/journal_reader.h"
#include "record/chain.h"

namespace smilepost::kiosk {

// The record must be the chain's next, and signed.
Status add_to(record::Chain& chain, const StoredRecord& stored);

class KeptRecords {
 public:
  KeptRecords(const JournalReader& reader, const StoredEpoch& epoch)
      : reader_(reader), epoch_(epoch) {}

  // To be called once, and before the others.
  Status follow();

  const record::Record& first() const { return *first_; }
  const record::ChainHead& end() const { return chain_->head(); }
  std::uint64_t answers() const { return answers_; }

 private:
  Status take(const record::KioskId& kiosk, const StoredRecord& stored);

  const JournalReader& reader_;
  StoredEpoch epoch_;
  std::optional<record::Chain> chain_;
  std::optional<record::Record> first_;
  std::uint64_t answers_ = 0;
};

}  // namespace smilepost::kiosk
