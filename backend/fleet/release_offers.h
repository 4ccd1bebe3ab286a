// Which release a kiosk's status is answered with. Its group says which ring it is in.
#pragma once

#include "backend/fleet/statuses.h"
#include "backend/releases.h"

namespace smilepost::backend {

// Also notes what the report says became of an earlier one. `releases` outlives it.
OfferRelease offers_of(Releases& releases);

}  // namespace smilepost::backend
