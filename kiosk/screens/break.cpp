// Storage cannot keep an answer: no faces, for a tap would promise what is not true.
#include "kiosk/screens/screens.h"
#include "kiosk/screens/widgets.h"

namespace smilepost::kiosk {

std::optional<Intent> draw_break(Ui& ui, const SessionView& view) {
  std::vector<Button> at_end;
  if (view.languages.size() > 1) at_end.push_back(globe_button());
  const auto row = top_row(ui, {}, at_end);
  auto intent = common_intent(row.tapped);
  if (auto staff = staff_corner(ui)) intent = staff;

  const float unit = ui.display.tight() ? 0.75F : 1;
  const float margin = ui.mm(ui.display.tight() ? 3.4F : 10.2F);
  const float width = ui.display.width_px - 2 * margin;
  const float icon = ui.mm(25.5F * unit);
  const float title_h = ui.mm((ui.display.portrait() ? 28.0F : 14.0F));
  const float line_h = ui.mm(20);
  const float total = icon + ui.mm(6 * unit) + title_h + ui.mm(3 * unit) + line_h;
  float y = (ui.display.height_px - total) / 2 + ui.mm(4 * unit);
  ui.icon("pause", {margin, y, width, icon}, ui.theme.muted);
  y += icon + ui.mm(6 * unit);
  ui.write({.text = ui.say("This screen is taking a break"),
            .capital_mm = ui.display.tight() ? minimum::question_capital_mm : 8.0F,
            .floor_mm = minimum::capital_mm,
            .weight = Weight::bold,
            .align = Align::centre,
            .balanced = true,
            .line_height = 1.16F},
           {margin, y, width, title_h});
  y += title_h + ui.mm(3 * unit);
  ui.write({.text = ui.say("Please tell us at the till. We’d like to hear it."),
            .capital_mm = 5.2F,
            .align = Align::centre,
            .upright = Upright::top,
            .balanced = true,
            .line_height = 1.3F},
           {margin, y, width, line_h});
  return intent;
}

}  // namespace smilepost::kiosk
