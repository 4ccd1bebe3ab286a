// What a signed head says of the disk that the journal lies on.
#pragma once

#include "kiosk/journal/journal_files.h"
#include "record/record.h"

namespace smilepost::kiosk {

// Nothing stands in the way of a head: what cannot be found out is left out.
record::HealthFigures health_of(const JournalPlace& place, std::uint64_t failed_writes);

}  // namespace smilepost::kiosk
