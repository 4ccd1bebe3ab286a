#include "kiosk/screens/more_time.h"

#include <algorithm>
#include <cmath>

#include "kiosk/screens/widgets.h"

namespace smilepost::kiosk {

namespace {

constexpr float bar_mm = 31;
constexpr float small_bar_mm = 24;
constexpr float tall_bar_mm = 50;  // in portrait: words above buttons

}  // namespace

float more_time_height(const Ui& ui) {
  return ui.mm(ui.display.small() ? small_bar_mm : ui.display.portrait() ? tall_bar_mm : bar_mm);
}

// The words beside the buttons, in portrait above them; the time as a thin line along the bottom.
std::optional<Intent> draw_more_time(Ui& ui, float time_left) {
  const float height = more_time_height(ui);
  const Rect bar{0, ui.display.height_px - height, ui.display.width_px, height};
  ui.fill(bar, 0, ui.theme.ink);
  const float line = std::round(ui.mm(1.36F));
  ui.fill({0, bar.bottom() - line, bar.w * time_left, line}, 0, ui.theme.background);
  ui.state.motion.want_frame_in(Motion::line_frame_ms);

  const Button no{.id = "no-more-time", .text = ui.say("I’m done"), .look = ButtonLook::inverse};
  const Button yes{
      .id = "more-time", .text = ui.say("More time"), .look = ButtonLook::inverse_filled};
  const float margin = content_margin(ui);
  const float gap = ui.mm(5);
  const bool portrait = ui.display.portrait();
  const float button_h = std::max(ui.real_mm(minimum::button_mm), ui.mm(20));
  const float y = portrait             ? bar.bottom() - line - button_h - ui.mm(4.4F)
                  : ui.display.small() ? bar.bottom() - line - button_h - ui.mm(0.4F)
                                       : bar.y + (bar.h - line - button_h) / 2;
  const float half = (bar.w - 2 * margin - gap) / 2;
  const float no_w = portrait ? half : std::min(wanted_width(ui, no) + ui.mm(2), half * 0.62F);
  const float yes_w = portrait ? half : std::min(wanted_width(ui, yes) + ui.mm(2), half * 0.62F);
  const Rect yes_at{bar.w - margin - yes_w, y, yes_w, button_h};
  const Rect no_at{yes_at.x - gap - no_w, y, no_w, button_h};
  const Rect words = portrait ? Rect{margin, bar.y, bar.w - 2 * margin, y - bar.y}
                              : Rect{margin, bar.y, no_at.x - gap - margin, bar.h - line};
  ui.write({.text = ui.say("Do you need more time?"),
            .capital_mm = ui.display.tight() ? 5.0F : 6.1F,
            .weight = Weight::bold,
            .colour = ui.theme.background},
           words);
  std::optional<Intent> intent;
  if (button(ui, no, no_at)) intent = NoMoreTime{};
  if (button(ui, yes, yes_at)) intent = MoreTime{};
  return intent;
}

}  // namespace smilepost::kiosk
