// smilepost-kiosk enrol: makes this kiosk known to a backend.
#pragma once

#include "kiosk/options.h"
#include "platform/result.h"

namespace smilepost::kiosk {

// Where no one-time code was shown, it waits until an administrator accepts this kiosk. Ended
// before, it may be started again: nothing is lost.
Status enrol_kiosk(const Options& options);

}  // namespace smilepost::kiosk
