// The thank-you answers the vote; its time runs as a thin line along the bottom.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/scale.h"
#include "kiosk/screens/screens.h"
#include "kiosk/screens/widgets.h"

namespace smilepost::kiosk {

namespace {

void draw_time(Ui& ui, float left) {
  const float height = std::round(ui.mm(1.36F));
  ui.fill({0, ui.display.height_px - height, ui.display.width_px * left, height}, 0, ui.theme.ink);
  if (left > 0) ui.state.motion.want_frame_in(Motion::line_frame_ms);
}

void draw_words(Ui& ui, const SessionView& view, const Rect& box) {
  const Text thanks = question_text(ui, view.question);
  const Text response{.text = view.response,
                      .capital_mm = 5.2F,
                      .align = Align::centre,
                      .upright = Upright::top,
                      .balanced = true,
                      .line_height = 1.3F};
  const bool face = view.first_answer.has_value();
  const float face_side = face ? std::min(ui.mm(ui.display.tight() ? 24 : 37.5F), box.h * 0.4F) : 0;
  const float face_gap = face ? ui.mm(ui.display.tight() ? 2.5F : 6) : 0;
  const float gap = view.response.empty() ? 0 : ui.mm(3);
  const float room = box.h - face_side - face_gap - gap;
  const float least = view.response.empty() ? 0 : room * 0.35F;
  const auto style = ui.fitted(thanks, box.w, room - least);
  const float thanks_h = ui.engine.measure(thanks.text, ui.language, style, box.w, true).height;
  const auto response_style = ui.fitted(response, box.w, room - thanks_h);
  const float response_h =
      view.response.empty()
          ? 0
          : ui.engine.measure(response.text, ui.language, response_style, box.w, true).height;
  const float total = face_side + face_gap + thanks_h + gap + response_h;
  float y = box.y + std::max(0.0F, (box.h - total) * 0.45F);
  if (face) {
    draw_first_answer(ui, view, {box.x, y, box.w, face_side});
    y += face_side + face_gap;
  }
  ui.write(thanks, {box.x, y, box.w, thanks_h + 1}, style);
  ui.write(response, {box.x, y + thanks_h + gap, box.w, response_h + 1}, response_style);
}

// Below, and smaller than the thanks: it asks for nothing. Where it begins. A small display has no
// room for it.
float draw_public_line(Ui& ui, const SessionView& view, const Rect& box) {
  if (view.public_line.empty() || ui.display.tight()) return box.bottom();
  const Text line{.text = view.public_line,
                  .floor_mm = minimum::capital_mm,
                  .colour = ui.theme.muted,
                  .align = Align::centre,
                  .upright = Upright::bottom,
                  .balanced = true,
                  .line_height = 1.3F};
  const float most = box.h * 0.3F;
  const auto style = ui.fitted(line, box.w, most);
  const float height =
      std::min(most, ui.engine.measure(line.text, ui.language, style, box.w, true).height + 1);
  const Rect place{box.x, box.bottom() - height - ui.mm(3), box.w, height};
  ui.write(line, place, style);
  return place.y - ui.mm(4);
}

}  // namespace

std::optional<Intent> draw_thank_you(Ui& ui, const SessionView& view) {
  std::vector<Button> at_end = {new_visitor_button(ui)};
  if (view.unhappy && offers_bell(ui, view)) {
    at_end.push_back(bell_button());
    if (ui.display.tight()) at_end.front().text.clear();
  }
  if (view.languages.size() > 1) at_end.push_back(globe_button());
  const auto row = top_row(ui, {back_button(ui, ui.say("Change my answer"))}, at_end);
  auto intent = common_intent(row.tapped);

  const float margin = ui.display.tight() ? side_margin(ui) : ui.mm(14);
  const float top = row.bottom + ui.mm(2);
  const float bottom = ui.display.height_px - ui.mm(4);
  const float width = ui.display.width_px - 2 * margin;
  const float line = draw_public_line(ui, view, {margin, top, width, bottom - top});
  draw_words(ui, view, {margin, top, width, line - top});
  draw_time(ui, view.time_left);
  if (ui.state.touch.elsewhere("elsewhere").committed) intent = DismissThanks{};
  return intent;
}

}  // namespace smilepost::kiosk
