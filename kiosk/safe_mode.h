// What a kiosk shows that could not run with what it was given.
#pragma once

#include "kiosk/config.h"

namespace smilepost::kiosk {

// Nothing of the shop's own: the ready-made checkout set in the light theme, always open, silent.
// How the display hangs and how the backend is reached stays.
Config in_safe_mode(Config config);

}  // namespace smilepost::kiosk
