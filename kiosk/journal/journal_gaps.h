// Where an epoch that is over goes on beyond records that cannot be read any more.
#pragma once

#include "kiosk/journal/journal_rows.h"

namespace smilepost::kiosk {

// The gap that begins at `first`: up to the next record that verifies by itself. Nothing where
// there is none, where nothing comes after it, or where it was noted before.
Result<std::optional<record::Gap>> find_gap(platform::Database& database,
                                            const record::KioskId& kiosk, record::Epoch epoch,
                                            std::uint64_t first);

}  // namespace smilepost::kiosk
