// What the backend has confirmed, in the journal.
#pragma once

#include "kiosk/journal/journal_rows.h"

namespace smilepost::kiosk {

// Which receipts a new one takes the place of, beside its own epoch's.
enum class Replaced : std::uint8_t { those_of_other_generations, all };

// Stores a verified receipt, and how far it says, in a transaction of its own. An Error where it
// contradicts what is here: it may name a record that cannot be read any more, but no other one.
Status store_receipt(platform::Database& database, const record::KioskId& kiosk,
                     const record::Receipt& receipt, Replaced replaced);

}  // namespace smilepost::kiosk
