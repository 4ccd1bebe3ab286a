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

// What stands one below the other, and how high each is.
struct Words {
  Text thanks, response;
  TextStyle thanks_style, response_style;
  float face_side = 0, face_gap = 0, thanks_h = 0, gap = 0, response_h = 0;
  bool fit = false;
  float height() const { return face_side + face_gap + thanks_h + gap + response_h; }
};

Words lay_out(Ui& ui, const SessionView& view, const Rect& box) {
  Words words;
  words.thanks = question_text(ui, view.question);
  words.response = {.text = view.response,
                    .capital_mm = 5.2F,
                    .align = Align::centre,
                    .upright = Upright::top,
                    .balanced = true,
                    .line_height = 1.3F};
  const bool face = view.first_answer.has_value(), response = !view.response.empty();
  words.face_side = face ? std::min(ui.mm(ui.crowded() ? 24 : 37.5F), box.h * 0.4F) : 0;
  words.face_gap = face ? ui.mm(ui.crowded() ? 2.5F : 6) : 0;
  words.gap = response ? ui.mm(3) : 0;
  const float room = box.h - words.face_side - words.face_gap - words.gap;
  const float least = response ? room * 0.35F : 0;
  words.thanks_style = ui.fitted(words.thanks, box.w, room - least);
  const auto thanks =
      ui.engine.measure(view.question, ui.language, words.thanks_style, box.w, true);
  words.thanks_h = thanks.height;
  words.response_style = ui.fitted(words.response, box.w, room - words.thanks_h);
  const auto answer =
      ui.engine.measure(view.response, ui.language, words.response_style, box.w, true);
  words.response_h = response ? answer.height : 0;
  words.fit = thanks.fits && (!response || answer.fits) && words.height() <= box.h;
  return words;
}

void draw_words(Ui& ui, const SessionView& view, const Words& words, const Rect& box) {
  if (words.face_side > 0) draw_first_answer(ui, view, {box.x, box.y, box.w, words.face_side});
  const float y = box.y + words.face_side + words.face_gap;
  ui.write(words.thanks, {box.x, y, box.w, words.thanks_h + 1}, words.thanks_style);
  ui.write(words.response, {box.x, y + words.thanks_h + words.gap, box.w, words.response_h + 1},
           words.response_style);
}

// How many others gave the reason, too; the reason above, where it is not the only one.
struct Echo {
  Text reason, others;
  float gap = 0, reason_h = 0, others_h = 0;
  bool fits = false;
  float height() const { return gap + reason_h + others_h; }
};

Echo lay_out_echo(Ui& ui, const EchoView& view, float width) {
  Echo echo;
  echo.others = {
      .text = ui.catalogue.text(ui.language, "{count} other said this today", "count", view.others),
      .floor_mm = minimum::capital_mm,
      .colour = ui.theme.muted,
      .align = Align::centre,
      .upright = Upright::top,
      .balanced = true,
      .line_height = 1.3F};
  echo.reason = echo.others;
  echo.reason.text = view.reason;
  echo.reason.weight = Weight::bold;
  const auto others = ui.measure(echo.others, width), reason = ui.measure(echo.reason, width);
  echo.gap = ui.mm(5);
  echo.others_h = others.height;
  echo.reason_h = view.reason.empty() ? 0 : reason.height;
  echo.fits = others.fits && (view.reason.empty() || reason.fits);
  return echo;
}

void draw_echo(Ui& ui, const Echo& echo, const Rect& box) {
  ui.write(echo.reason, {box.x, box.y + echo.gap, box.w, echo.reason_h + 1},
           ui.wanted_style(echo.reason));
  ui.write(echo.others, {box.x, box.y + echo.gap + echo.reason_h, box.w, echo.others_h + 1},
           ui.wanted_style(echo.others));
}

// Where what others said has no room below the words, it is left out.
void draw_middle(Ui& ui, const SessionView& view, const Rect& box) {
  auto words = lay_out(ui, view, box);
  std::optional<Echo> echo;
  if (view.echo && !ui.display.tight()) {
    echo = lay_out_echo(ui, *view.echo, box.w);
    const auto above = lay_out(ui, view, {box.x, box.y, box.w, box.h - echo->height()});
    if (echo->fits && above.fit)
      words = above;
    else
      echo.reset();
  }
  const float total = words.height() + (echo ? echo->height() : 0);
  const float y = box.y + std::max(0.0F, (box.h - total) * 0.45F);
  draw_words(ui, view, words, {box.x, y, box.w, words.height()});
  if (echo) draw_echo(ui, *echo, {box.x, y + words.height(), box.w, echo->height()});
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
  const float most = box.h * (ui.large_text ? 0.43F : 0.3F);
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
  }
  add_help(ui, view, at_end);
  const auto row = top_row(ui, {back_button(ui, ui.say("Change my answer"))}, at_end);
  auto intent = common_intent(row.tapped);

  const float margin = ui.display.tight() ? side_margin(ui) : ui.mm(14);
  const float top = row.bottom + ui.mm(2);
  const float bottom = ui.display.height_px - ui.mm(4);
  const float width = ui.display.width_px - 2 * margin;
  const float line = draw_public_line(ui, view, {margin, top, width, bottom - top});
  draw_middle(ui, view, {margin, top, width, line - top});
  draw_time(ui, view.time_left);
  if (ui.state.touch.elsewhere("elsewhere").committed) intent = DismissThanks{};
  return intent;
}

}  // namespace smilepost::kiosk
