#include "kiosk/screens/more_time.h"

#include <algorithm>
#include <cmath>

#include "kiosk/screens/widgets.h"

namespace smilepost::kiosk {

namespace {

constexpr float bar_mm = 31;
constexpr float small_bar_mm = 24;
constexpr float tall_bar_mm = 46.4F;  // words above buttons
constexpr float large_bar_mm = 46;
constexpr float large_tall_bar_mm = 78;  // all of it one below the other

bool words_above(const Ui& ui) {
  return ui.display.portrait() || (ui.large_text && !ui.display.small());
}

bool one_below_other(const Ui& ui) {
  return ui.display.portrait() && ui.large_text && !ui.display.tight();
}

// Where "I’m done" and "More time" stand.
struct Places {
  Rect no, yes;
};

Places places_in(Ui& ui, const Rect& room, const Button& no, const Button& yes) {
  const float gap = ui.mm(5);
  const float height = std::max(ui.real_mm(minimum::button_mm), ui.mm(20));
  const float bottom = room.bottom() - ui.mm(words_above(ui) ? 4.4F : 0.4F);
  if (one_below_other(ui)) {
    return {{room.x, bottom - height, room.w, height},
            {room.x, bottom - 2 * height - gap, room.w, height}};
  }
  const bool above = words_above(ui);
  const float half = (room.w - gap) / 2;
  const auto width = [&](const Button& one) {
    return above ? half : std::min(wanted_width(ui, one) + ui.mm(2), half * 0.62F);
  };
  const float y = above || ui.display.small() ? bottom - height : room.y + (room.h - height) / 2;
  const Rect at_end{room.right() - width(yes), y, width(yes), height};
  return {{at_end.x - gap - width(no), y, width(no), height}, at_end};
}

}  // namespace

float more_time_height(const Ui& ui) {
  if (ui.display.small()) return ui.mm(small_bar_mm);
  if (one_below_other(ui)) return ui.mm(large_tall_bar_mm);
  return ui.mm(ui.display.portrait() ? tall_bar_mm : ui.large_text ? large_bar_mm : bar_mm);
}

// The words beside the buttons, in portrait and in large text above them; the time as a thin line
// along the bottom.
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
  const Rect room{margin, bar.y, bar.w - 2 * margin, bar.h - line};
  const auto places = places_in(ui, room, no, yes);
  const float words_h = std::min(places.no.y, places.yes.y) - bar.y;
  const Rect words = words_above(ui) ? Rect{margin, bar.y, room.w, words_h}
                                     : Rect{margin, bar.y, places.no.x - ui.mm(5) - margin, room.h};
  ui.write({.text = ui.say("Do you need more time?"),
            .capital_mm = ui.display.tight() ? 5.0F : 6.1F,
            .weight = Weight::bold,
            .colour = ui.theme.background},
           words);
  std::optional<Intent> intent;
  if (button(ui, no, places.no)) intent = NoMoreTime{};
  if (button(ui, yes, places.yes)) intent = MoreTime{};
  return intent;
}

}  // namespace smilepost::kiosk
