// Outside the opening hours, while nobody is there: black, a few calm words, and never long in one
// place. Any touch wakes the screen; it stands on no target.
#include "kiosk/screens/screens.h"
#include "kiosk/screens/widgets.h"
#include "kiosk/text/times.h"

namespace smilepost::kiosk {

namespace {

constexpr std::uint64_t columns = 3, rows = 5, stride = 7;  // no divisor of their product
constexpr std::int64_t soon_hours = 16;
constexpr std::int64_t this_week_hours = 144;  // the seventh day has the name of today

TimeDetail detail_of(const NightView& night) {
  if (night.hours_ahead < soon_hours) return TimeDetail::time;
  return night.hours_ahead < this_week_hours ? TimeDetail::weekday_and_time
                                             : TimeDetail::date_and_time;
}

std::string opening(const Ui& ui, const NightView& night) {
  if (!night.opens) return {};
  const auto& [date, minute] = *night.opens;
  const auto time = time_in(ui.language, night.region, {date.year, date.month, date.day, minute},
                            detail_of(night));
  return ui.catalogue.text(ui.language, "We open again: {time}", {{"time", time}});
}

Text calm(std::string words, float capital_mm, Weight weight) {
  return {.text = std::move(words),
          .capital_mm = capital_mm,
          .weight = weight,
          .colour = night_ink,
          .align = Align::centre,
          .upright = Upright::top,
          .balanced = true,
          .line_height = 1.3F};
}

float height_of(Ui& ui, const Text& text, float width) {
  if (text.text.empty()) return 0;
  const auto style = ui.fitted(text, width, ui.display.height_px * 0.4F);
  return ui.engine.measure(text.text, ui.language, style, width, text.balanced).height + 1;
}

// Each place of the grid once before any comes again.
Rect placed(const Ui& ui, std::uint64_t place, float width, float height) {
  const float margin = side_margin(ui);
  const auto cell = place * stride % (columns * rows);
  const auto share = [](std::uint64_t at, std::uint64_t of) {
    return static_cast<float>(at) / static_cast<float>(of - 1);
  };
  const float free_x = ui.display.width_px - 2 * margin - width;
  const float free_y = ui.display.height_px - 2 * margin - height;
  return {margin + free_x * share(cell % columns, columns),
          margin + free_y * share(cell / columns, rows), width, height};
}

}  // namespace

std::optional<Intent> draw_night(Ui& ui, const SessionView& view) {
  ui.fill(ui.whole(), 0, night_background);
  const auto closed = calm(ui.say("We’re closed"), 6, Weight::bold);
  const auto opens = calm(opening(ui, view.night), 5.2F, Weight::regular);
  const float width = ui.display.width_px * (ui.display.portrait() ? 0.8F : 0.6F);
  const float above = height_of(ui, closed, width), below = height_of(ui, opens, width);
  const float gap = below > 0 ? ui.mm(3) : 0;
  const auto box = placed(ui, view.night.place, width, above + gap + below);
  ui.write(closed, {box.x, box.y, width, above});
  ui.write(opens, {box.x, box.y + above + gap, width, below});
  return std::nullopt;
}

}  // namespace smilepost::kiosk
