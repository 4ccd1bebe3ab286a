// The answers of a scale, whatever its kind: faces, numbers, Yes and No. Worst first in reading
// direction.
#pragma once

#include <optional>

#include "kiosk/screens/faces.h"
#include "kiosk/screens/ui.h"
#include "kiosk/survey/session_view.h"

namespace smilepost::kiosk {

// How high they would like to be, and how high they must be, in pixels, on the whole width.
ScaleHeight scale_height(Ui& ui, const SessionView& view);

// Draws them into the full-width box; the vote that was tapped in this frame.
std::optional<std::uint8_t> draw_scale(Ui& ui, const SessionView& view, const Rect& box);

// What was answered first, as it stays beside the shopper: the face, the number, the mark of Yes or
// No. Square, centred in the box.
void draw_first_answer(Ui& ui, const SessionView& view, const Rect& box);

}  // namespace smilepost::kiosk
