// The options of a choice, in a grid; in large text at most four at once, page by page.
#pragma once

#include <optional>

#include "kiosk/screens/scale.h"
#include "kiosk/screens/ui.h"
#include "kiosk/survey/intent.h"
#include "kiosk/survey/session_view.h"

namespace smilepost::kiosk {

// Its height on this width.
ScaleHeight reasons_height(const Ui& ui, const SessionView& view, float width);

// Draws the rows that end above `until_y`; what was tapped in this frame.
std::optional<Intent> draw_reasons(Ui& ui, const SessionView& view, const Rect& box, float until_y);

}  // namespace smilepost::kiosk
