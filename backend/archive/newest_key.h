// The key that a kiosk signs with now, as far as the archive knows.
#pragma once

#include <optional>

#include "backend/store/store.h"
#include "record/record.h"

namespace smilepost::backend {

// Of the epoch that began last; before any has, the one that the kiosk was enrolled with. Nothing
// where no such kiosk is enrolled.
Result<std::optional<record::PublicKey>> newest_key(Store& store, const record::KioskId& kiosk);

}  // namespace smilepost::backend
