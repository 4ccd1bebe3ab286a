// What has still to be delivered: the next batch after the newest receipts.
#pragma once

#include <optional>
#include <set>

#include "kiosk/journal/journal_reader.h"

namespace smilepost::kiosk {

struct Batch {
  record::KioskId kiosk{};
  record::Epoch epoch = 0;
  std::uint64_t due = 0;                          // sequence after the newest receipt's
  std::uint64_t first = 0, last = 0;              // sequences; beyond it where there is a gap
  bool ends_with_head = false;                    // the last record is a signed head
  bool ends_journal = false;                      // nothing comes after it, in any epoch
  std::optional<record::ChainHead> acknowledged;  // by the epoch's newest receipt
  std::optional<record::Receipt> last_receipt;    // of whatever epoch: its token is shown
  record::Bytes body;                             // a CBOR sequence, RFC 8742
  // Instead of a body: what is due cannot be read, or is not what was signed, and no backend would
  // take it.
  std::optional<Error> fault;
};

struct BatchLimits {
  std::size_t records = 500;
  std::size_t bytes = std::size_t{512} << 10;
};

// Ends before the first record that is not what was signed. Goes on beyond a gap once the backend
// has the record that notes it. The oldest epoch's first, those that are `left_out` never. Nothing
// where all is acknowledged.
Result<std::optional<Batch>> next_batch(const JournalReader& journal, const BatchLimits& limits,
                                        const std::set<record::Epoch>& left_out = {});

}  // namespace smilepost::kiosk
