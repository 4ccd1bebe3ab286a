// "Do you need more time?", a bar along the bottom of a question that was left alone.
#pragma once

#include <optional>

#include "kiosk/screens/ui.h"
#include "kiosk/survey/intent.h"

namespace smilepost::kiosk {

float more_time_height(const Ui& ui);

// `time_left` from 1 to 0 runs as a thin line.
std::optional<Intent> draw_more_time(Ui& ui, float time_left);

}  // namespace smilepost::kiosk
