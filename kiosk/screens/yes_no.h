// Yes and No: two answers of the same size and weight, the worse one first.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/screens/faces.h"
#include "kiosk/screens/ui.h"
#include "kiosk/survey/session_view.h"

namespace smilepost::kiosk {

ScaleHeight yes_no_height(const Ui& ui);

std::optional<std::uint8_t> draw_yes_no(Ui& ui, const std::vector<FaceView>& answers,
                                        const Rect& box, const FaceMark& mark);

}  // namespace smilepost::kiosk
