// The screens: a view goes in, at most one intent comes out. They see no journal, no network and no
// clock. One file a screen.
#pragma once

#include <optional>

#include "kiosk/screens/ui.h"
#include "kiosk/staff/staff_view.h"
#include "kiosk/survey/intent.h"
#include "kiosk/survey/session_view.h"

namespace smilepost::kiosk {

// Draws what the views ask for. Each frame, in this order: ScreenState::begin_frame, draw_screen,
// render and swap, ScreenState::frame_shown; then sleep until an event or wants_frame().
std::optional<Intent> draw_screen(Ui& ui, const SessionView& view, const StaffView& staff);

std::optional<Intent> draw_home(Ui& ui, const SessionView& view);  // also "Change your answer"
std::optional<Intent> draw_follow_up(Ui& ui, const SessionView& view);
std::optional<Intent> draw_thank_you(Ui& ui, const SessionView& view);
std::optional<Intent> draw_languages(Ui& ui, const SessionView& view);
std::optional<Intent> draw_accessibility(Ui& ui, const SessionView& view);
std::optional<Intent> draw_break(Ui& ui, const SessionView& view);
std::optional<Intent> draw_night(Ui& ui, const SessionView& view);
std::optional<Intent> draw_call(Ui& ui, const SessionView& view);
std::optional<Intent> draw_pin_pad(Ui& ui, const StaffView& staff);
std::optional<Intent> draw_staff_panel(Ui& ui, const StaffView& staff);
std::optional<Intent> draw_connection(Ui& ui, const StaffView& staff);
std::optional<Intent> draw_typing(Ui& ui, const StaffView& staff);   // an address, a code
std::optional<Intent> draw_new_pin(Ui& ui, const StaffView& staff);  // twice

// The corner at the start of the top edge (22 mm): held for 2 s it asks for the PIN.
std::optional<Intent> staff_corner(Ui& ui);
inline constexpr float staff_corner_mm = 22;

}  // namespace smilepost::kiosk
