// Where salvaged records wait until all are found, and the move from there to where they belong.
#pragma once

#include "kiosk/journal/journal_rows.h"

namespace smilepost::kiosk {

// Within a transaction. False: it is here already, or was superseded.
Result<bool> keep_salvaged(platform::Database& database, const record::ChainHead& place,
                           record::BytesView cose);

// Within a transaction: moves at most `count`, oldest first, of the newest epoch that waits; the
// epoch is put before all others. How many; 0: none is left.
Result<std::size_t> move_salvaged(platform::Database& database, const record::PublicKey& key,
                                  record::Epoch epoch, std::size_t count);
Result<std::optional<record::Epoch>> next_salvaged_epoch(platform::Database& database);

}  // namespace smilepost::kiosk
