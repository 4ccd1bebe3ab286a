// Whether a shop's own pictures can be seen where they are to stand.
#pragma once

#include <optional>
#include <string>

#include "kiosk/survey/set_look.h"

namespace smilepost::kiosk {

// "the logo …; what to do"; nothing: all of them stand out from the background. Draws each of them,
// small. `kiosk_theme` counts where the look names none.
std::optional<std::string> faint_picture(const SetLook& look, const std::string& kiosk_theme);

}  // namespace smilepost::kiosk
