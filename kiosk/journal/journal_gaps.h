// Where an epoch goes on beyond records that cannot be read any more.
#pragma once

#include "kiosk/journal/journal_rows.h"

namespace smilepost::kiosk {

// Those that a record of this journal's own notes, in the order of their places. What the table
// says beyond that counts for nothing.
Result<std::vector<StoredGap>> read_gaps(platform::Database& database);

// The gap that begins at `first`: up to the next record that verifies by itself. Nothing where
// there is none, or where nothing comes after it.
Result<std::optional<record::Gap>> find_gap(platform::Database& database, record::Epoch epoch,
                                            std::uint64_t first);

// Whether what a gap begins with may be that record: only its last one is known.
inline bool may_be_in(const record::Gap& gap, const record::ChainHead& first) {
  return gap.last > first.sequence || gap.last_hash == first.hash;
}

}  // namespace smilepost::kiosk
