// A scale of numbers, 0 to 10 or 1 to 7, with words at its two ends. In one row where there is
// room, else in as few as keys of 15 mm need.
#pragma once

#include <optional>
#include <string>

#include "kiosk/screens/faces.h"
#include "kiosk/screens/ui.h"
#include "kiosk/survey/session_view.h"

namespace smilepost::kiosk {

ScaleHeight number_keys_height(Ui& ui, const SessionView& view);

std::optional<std::uint8_t> draw_number_keys(Ui& ui, const SessionView& view, const Rect& box,
                                             const FaceMark& mark);

// "0" on the key of an NPS's lowest vote, in the screen's language.
std::string number_on_key(const Ui& ui, QuestionKind kind, std::uint8_t vote);

}  // namespace smilepost::kiosk
