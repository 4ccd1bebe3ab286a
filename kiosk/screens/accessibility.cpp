// How a shopper makes the screen easier to read: what is ticked holds at once, until the visit
// ends.
#include <algorithm>
#include <array>

#include "kiosk/screens/screens.h"
#include "kiosk/screens/widgets.h"

namespace smilepost::kiosk {

namespace {

constexpr float option_mm = 30;  // high
constexpr float most_width_mm = 110;

// One below the other.
std::array<Rect, 2> boxes_in(const Ui& ui, const Rect& room) {
  const float gap = std::max(ui.mm(5), ui.real_mm(minimum::gap_mm) + 1);
  const float least = ui.real_mm(minimum::button_mm) + 1;
  const float height =
      std::clamp((room.h - gap) / 2, least, std::max(least, ui.text_mm(option_mm)));
  const float width = std::min(room.w, ui.text_mm(most_width_mm));
  const float x = room.x + (room.w - width) / 2;
  const float y = room.y + std::max(0.0F, room.h - 2 * height - gap) * 0.3F;
  return {Rect{x, y, width, height}, Rect{x, y + height + gap, width, height}};
}

}  // namespace

std::optional<Intent> draw_accessibility(Ui& ui, const SessionView& view) {
  std::vector<Button> at_end;
  if (view.counted) at_end.push_back(new_visitor_button(ui));
  if (view.languages.size() > 1) at_end.push_back(globe_button());
  const auto row = top_row(ui, {back_button(ui, ui.say("Back"))}, at_end);
  auto intent = common_intent(row.tapped);
  if (row.tapped == "back") intent = CloseOverlay{};

  const std::vector<Option> options{
      {.id = "large-text", .text = ui.say("Larger text"), .chosen = view.accessibility.large_text},
      {.id = "high-contrast",
       .text = ui.say("Higher contrast"),
       .chosen = view.accessibility.high_contrast}};
  const float margin = content_margin(ui);
  const float top = row.bottom + ui.mm(3.4F);
  const auto boxes = boxes_in(
      ui, {margin, top, ui.display.width_px - 2 * margin, ui.display.height_px - top - ui.mm(3)});
  const auto style = option_style(ui, options, boxes.front().w, boxes.front().h);
  if (option(ui, options[0], boxes[0], style)) intent = ToggleLargeText{};
  if (option(ui, options[1], boxes[1], style)) intent = ToggleHighContrast{};
  return intent;
}

}  // namespace smilepost::kiosk
