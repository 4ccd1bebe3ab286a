// A journal whose disk failed while it was written goes on in a new file: what reached the old one
// is not known any more, and reading it back proves nothing.
#pragma once

#include "kiosk/journal/journal_files.h"
#include "kiosk/journal/journal_tail.h"

namespace smilepost::kiosk {

// Writes `place`'s copy_file: every record that verifies, up to `end`, which is known to be sure
// and the newest epoch's; receipts and settings. Durable when it returns. A fault that is `damaged`
// is one of the old file, any other one of the new.
std::optional<OpeningFault> copy_journal(platform::Database& from, const JournalPlace& place,
                                         const record::KioskId& kiosk,
                                         const record::ChainHead& end);

}  // namespace smilepost::kiosk
