// Every signature of a kiosk's journal.
#pragma once

#include <functional>

#include "kiosk/journal/journal_reader.h"
#include "record/export.h"

namespace smilepost::tool {

// Like an export's report; there is no anchor and no head. place is `end` where there is no epoch,
// or where the newest receipt tells of records that are not there. An Error where the journal
// cannot be read.
Result<record::ExportReport> verify_journal(const kiosk::JournalReader& journal,
                                            const std::function<void(std::uint64_t)>& progress);

}  // namespace smilepost::tool
