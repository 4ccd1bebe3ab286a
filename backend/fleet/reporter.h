// Whose key must have signed what a kiosk says of itself.
#pragma once

#include <variant>

#include "backend/archive.h"
#include "record/record.h"

namespace smilepost::backend {

// Or the refusal: it is not known here, or revoked, or the epoch has ended: that vouches for
// nothing any more. Of one whose records did not come yet the kiosk's first key can be the only
// one.
Result<std::variant<record::PublicKey, Response>> key_of_reporter(Store& store,
                                                                  const record::KioskId& kiosk,
                                                                  record::Epoch epoch);
Response not_signed_by_reporter();

}  // namespace smilepost::backend
