// Whether a release finds in the journal what the release before left there.
#pragma once

#include <optional>

#include "kiosk/journal/journal_reader.h"

namespace smilepost::kiosk {

// The newest record's place. An Error where there is none, or none can be read.
Result<record::ChainHead> newest_place(const JournalReader& journal);

// That the record of that place is there as it was, and that the newest epoch's last records, 200
// at most, verify: each signature and each link.
Status prove_journal(const JournalReader& journal, const std::optional<record::ChainHead>& place);

}  // namespace smilepost::kiosk
