// The journal's tables as this version knows them: made or brought up to date.
#pragma once

#include "platform/sqlite.h"

namespace smilepost::kiosk {

// Refuses another program's file, and one that a version of ours made which this one cannot serve.
Status migrate_journal(platform::Database& database);
// The same for a reader, which changes nothing.
Status check_journal(platform::Database& database);

}  // namespace smilepost::kiosk
