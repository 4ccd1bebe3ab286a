// A further question: "What went wrong?". With "Do you need more time?" when it is left alone.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/more_time.h"
#include "kiosk/screens/reasons.h"
#include "kiosk/screens/scale.h"
#include "kiosk/screens/screens.h"
#include "kiosk/screens/widgets.h"

namespace smilepost::kiosk {

namespace {

constexpr float footer_mm = 20.2F;

bool anything_given(const SessionView& view) {
  return view.given || std::any_of(view.reasons.begin(), view.reasons.end(),
                                   [](const ReasonView& reason) { return reason.chosen; });
}

Button done_button(const Ui& ui, const SessionView& view) {
  const bool given = anything_given(view);
  return {.id = "done",
          .text = ui.say(given ? "Done" : "Skip"),
          .look = given ? ButtonLook::filled : ButtonLook::outline,
          .capital_mm = 5.2F};
}

// Regret or joy first, then the question; the chosen face beside them.
struct Words {
  Text response, question;
  TextStyle response_style, question_style;
  float response_height = 0, question_height = 0;
  float face_side = 0, before = 0;  // what was answered first, and where the words begin
  float height() const { return std::max(face_side, response_height + question_height); }
};

// The question gives way last.
Words words_for(Ui& ui, const SessionView& view, float width, float most_height) {
  Words words;
  words.question = {.text = view.question,
                    .capital_mm = 7.4F,
                    .floor_mm = minimum::capital_mm,
                    .weight = Weight::bold,
                    .upright = Upright::top,
                    .line_height = 1.16F};
  words.response = {
      .text = view.response, .capital_mm = 5.0F, .upright = Upright::top, .line_height = 1.18F};
  if (view.first_answer && !ui.display.narrow()) {
    words.face_side = std::min(ui.mm(ui.display.tight() ? 16 : 25.5F), most_height);
    words.before = words.face_side + ui.mm(ui.display.tight() ? 3.5F : 5.8F);
  }
  const float room = width - words.before;
  const auto height = [&](const Text& text, const TextStyle& style) {
    return text.text.empty() ? 0 : ui.engine.measure(text.text, ui.language, style, room).height;
  };
  const auto wanted = ui.wanted_style(words.response);
  const float line = view.response.empty() ? 0 : wanted.size_px * wanted.line_height;
  words.question_style = ui.fitted(words.question, room, most_height - line);
  words.question_height = height(words.question, words.question_style);
  words.response_style = ui.fitted(words.response, room, most_height - words.question_height);
  words.response_height = height(words.response, words.response_style);
  return words;
}

void draw_words(Ui& ui, const SessionView& view, const Words& words, const Rect& box) {
  if (words.face_side > 0) {
    draw_first_answer(
        ui, view, {box.x, box.y + (box.h - words.face_side) / 2, words.face_side, words.face_side});
  }
  const float x = box.x + words.before;
  const float width = box.w - words.before;
  const float y = box.y + (box.h - words.response_height - words.question_height) / 2;
  ui.write(words.response, {x, y, width, words.response_height + 1}, words.response_style);
  ui.write(words.question, {x, y + words.response_height, width, words.question_height + 1},
           words.question_style);
}

// Beside the button, in portrait above it.
void draw_counted(Ui& ui, const Rect& done) {
  const float margin = content_margin(ui);
  const float icon = ui.mm(7);
  const float x = margin + icon + ui.mm(3);
  const bool above = ui.display.portrait();
  const float height = above ? ui.mm(17) : done.h;
  const float y = above ? done.y - height - ui.mm(3) : done.y;
  const float until = above ? ui.display.width_px - margin : done.x - ui.mm(4);
  ui.icon("tick", {margin, y, icon, height}, ui.theme.muted);
  ui.write({.text = ui.say("Counted. One more, if you like"),
            .capital_mm = 5.0F,
            .colour = ui.theme.muted},
           {x, y, until - x, height});
}

bool draw_footer(Ui& ui, const SessionView& view) {
  const float margin = content_margin(ui);
  const float height = ui.mm(footer_mm);
  const float y = ui.display.height_px - height - ui.mm(5.8F);
  auto done = done_button(ui, view);
  const float width = std::max(ui.mm(46), wanted_width(ui, done) + ui.mm(6));
  const Rect place{ui.display.width_px - margin - width, y, width, height};
  if (view.counted) draw_counted(ui, place);
  return button(ui, done, place);
}

// Where there is little height, the bar may cover reasons while it asks.
float content_bottom(const Ui& ui) {
  if (ui.display.tight()) return ui.display.height_px - ui.real_mm(1.5F);
  return ui.display.height_px - more_time_height(ui) - ui.mm(0.4F);
}

ScaleHeight answers_height(Ui& ui, const SessionView& view, float width) {
  if (is_scale(view.kind)) return scale_height(ui, view);
  const float height = reasons_height(ui, view, width);
  return {height, height};
}

std::optional<Intent> draw_answers(Ui& ui, const SessionView& view, const Rect& place) {
  const float bar = view.more_time ? more_time_height(ui) : 0;
  const float until = ui.display.height_px - bar;
  if (is_scale(view.kind)) {
    if (place.bottom() > until) return std::nullopt;  // under the bar of a small display
    const auto vote = draw_scale(ui, view, {0, place.y, ui.display.width_px, place.h});
    return vote ? std::optional<Intent>(TapFace{*vote}) : std::nullopt;
  }
  return draw_reasons(ui, view, place, until);
}

}  // namespace

std::optional<Intent> draw_follow_up(Ui& ui, const SessionView& view) {
  const bool tight = ui.display.tight();
  std::vector<Button> at_end = {new_visitor_button(ui)};
  auto back = back_button(ui, ui.say("Back"));
  if (offers_bell(ui, view)) {
    at_end.push_back(bell_button());
    if (tight) {  // the words give way to it
      back.text.clear();
      at_end.front().text.clear();
    } else if (ui.display.portrait()) {  // or it would need a second row
      back.icon.clear();
      back.padding_mm = at_end.front().padding_mm = 4.0F;
    }
  }
  if (view.languages.size() > 1) at_end.push_back(globe_button());
  if (tight) at_end.push_back(done_button(ui, view));
  const auto row = top_row(ui, {back}, at_end);
  auto intent = common_intent(row.tapped);
  if (row.tapped == "done") intent = FinishReasons{};

  const float margin = content_margin(ui);
  const float width = ui.display.width_px - 2 * margin;
  const float bottom = content_bottom(ui);
  const float top = row.bottom + ui.mm(tight ? 0.5F : 2);
  // Where the display is tall, words and answers stay together in the upper part.
  const float gap = ui.mm(tight ? 1.5F : 2.8F);
  const auto answers = answers_height(ui, view, width);
  const auto words = words_for(ui, view, width, bottom - top - answers.least - gap);
  const float answers_h =
      std::clamp(bottom - top - words.height() - gap, answers.least, answers.wanted);
  const float white = std::max(0.0F, bottom - top - answers_h - gap - words.height());
  const float words_y = top + 0.3F * white;
  const Rect place{margin, words_y + words.height() + gap + 0.3F * white, width, answers_h};
  draw_words(ui, view, words, {margin, words_y, width, words.height()});

  if (auto tapped = draw_answers(ui, view, place)) intent = tapped;
  if (view.more_time) {
    if (auto tapped = draw_more_time(ui, view.time_left)) intent = tapped;
    if (ui.state.touch.elsewhere("elsewhere").committed) intent = MoreTime{};
  } else if (!tight && draw_footer(ui, view)) {
    intent = FinishReasons{};
  }
  return intent;
}

}  // namespace smilepost::kiosk
