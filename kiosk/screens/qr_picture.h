// A QR code on the glass.
#pragma once

#include <string>

#include "kiosk/screens/ui.h"

namespace smilepost::kiosk {

// Black on white in every theme, with its quiet zone within the box, each module as many whole
// pixels as fit. A telephone reads modules of 0.5 mm on; where they would be smaller, or the text
// is too long, there is none: false.
bool draw_qr(Ui& ui, const std::string& text, const Rect& box);

inline constexpr float least_qr_module_mm = 0.5F;

}  // namespace smilepost::kiosk
