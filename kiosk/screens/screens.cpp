#include "kiosk/screens/screens.h"

namespace smilepost::kiosk {

namespace {

std::string key_of(const SessionView& view, const StaffView& staff) {
  if (staff.stage == StaffStage::pin) return "pin";
  if (staff.stage == StaffStage::panel) return "panel";
  if (staff.stage == StaffStage::connection)
    return "connection/" + std::to_string(int(staff.connection.page));
  if (view.overlay == Overlay::languages) return "languages";
  if (view.overlay == Overlay::accessibility) return "accessibility";
  if (view.call.stage != CallStage::closed) return "call" + std::to_string(int(view.call.stage));
  switch (view.stage) {
    case Stage::home:
      return "home/" + view.survey_set;
    case Stage::change_answer:
      return "change-answer";
    case Stage::follow_up:
      return "follow-up/" + view.question_id;
    case Stage::thank_you:
      return "thank-you";
    case Stage::on_break:
      return "break";
    case Stage::night:
      return "night";
  }
  return "home";
}

std::optional<Intent> draw_connection_page(Ui& ui, const StaffView& staff) {
  switch (staff.connection.page) {
    case ConnectionPage::state:
      return draw_connection(ui, staff);
    case ConnectionPage::address:
    case ConnectionPage::code:
      return draw_typing(ui, staff);
    case ConnectionPage::pin:
    case ConnectionPage::pin_again:
      return draw_new_pin(ui, staff);
  }
  return std::nullopt;
}

std::optional<Intent> draw(Ui& ui, const SessionView& view, const StaffView& staff) {
  if (staff.stage == StaffStage::pin) return draw_pin_pad(ui, staff);
  if (staff.stage == StaffStage::panel) return draw_staff_panel(ui, staff);
  if (staff.stage == StaffStage::connection) return draw_connection_page(ui, staff);
  if (view.overlay == Overlay::languages) return draw_languages(ui, view);
  if (view.overlay == Overlay::accessibility) return draw_accessibility(ui, view);
  if (view.call.stage != CallStage::closed) return draw_call(ui, view);
  switch (view.stage) {
    case Stage::home:
    case Stage::change_answer:
      return draw_home(ui, view);
    case Stage::follow_up:
      return draw_follow_up(ui, view);
    case Stage::thank_you:
      return draw_thank_you(ui, view);
    case Stage::on_break:
      return draw_break(ui, view);
    case Stage::night:
      return draw_night(ui, view);
  }
  return std::nullopt;
}

// A small display has no room for it where a scale or a call fills it: larger words would only
// shrink others.
bool in_large_text(const Ui& ui, const SessionView& view) {
  if (!view.accessibility.large_text) return false;
  if (!ui.display.tight() || view.overlay != Overlay::none) return true;
  const bool options = view.stage == Stage::follow_up && !is_scale(view.kind);
  const bool calls = view.call.stage != CallStage::closed;
  return !calls && (options || view.stage == Stage::thank_you || view.stage == Stage::on_break);
}

}  // namespace

std::optional<Intent> draw_screen(Ui& ui, const SessionView& view, const StaffView& staff) {
  const bool for_staff = staff.stage != StaffStage::closed;
  ui.speak(for_staff ? staff.language : view.language);
  ui.large_text = !for_staff && in_large_text(ui, view);
  // The bar comes and goes under a finger that meant what stood there before.
  ui.begin_screen(key_of(view, staff), view.more_time && !for_staff ? "/more-time" : "");
  if (view.keeping && !for_staff) ui.state.touch.ignore_contact();
  auto intent = draw(ui, view, staff);
  ui.end_screen();
  return intent;
}

std::optional<Intent> staff_corner(Ui& ui) {
  const float side = ui.real_mm(staff_corner_mm);
  const auto corner = ui.mirrored({0, 0, side, side});
  ui.state.registry.add(RegisteredTarget{.id = "staff-corner", .rect = corner, .text = {}});
  if (ui.state.touch.held("staff-corner", corner)) return OpenStaff{};
  return std::nullopt;
}

}  // namespace smilepost::kiosk
