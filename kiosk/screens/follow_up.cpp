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
    words.face_side = std::min(ui.mm(ui.crowded() ? 16 : 25.5F), most_height);
    words.before = words.face_side + ui.mm(ui.crowded() ? 3.5F : 5.8F);
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
  ui.write(words.response, {x, y, width, words.response_height}, words.response_style);
  ui.write(words.question, {x, y + words.response_height, width, words.question_height},
           words.question_style);
}

Text counted_text(const Ui& ui) {
  return {.text = ui.say("Counted. One more, if you like"),
          .capital_mm = 5.0F,
          .colour = ui.theme.muted};
}

constexpr float counted_before_mm = 10;  // the tick

void draw_counted(Ui& ui, const Rect& box) {
  ui.icon("tick", {box.x, box.y, ui.mm(7), box.h}, ui.theme.muted);
  const float before = ui.mm(counted_before_mm);
  ui.write(counted_text(ui), {box.x + before, box.y, box.w - before, box.h});
}

// Beside the button, in portrait above it.
Rect counted_beside(const Ui& ui, const Rect& done) {
  const float margin = content_margin(ui);
  if (!ui.display.portrait()) return {margin, done.y, done.x - ui.mm(4) - margin, done.h};
  const float height = ui.mm(17);
  return {margin, done.y - height - ui.mm(3), ui.display.width_px - 2 * margin, height};
}

// In large text it stands below the answers, where there is room for it: its height, or none.
float counted_below(Ui& ui, const SessionView& view, float width, float room) {
  if (!ui.large_text || ui.display.tight() || !view.counted || view.more_time) return 0;
  const auto size = ui.measure(counted_text(ui), width - ui.mm(counted_before_mm));
  const float height = size.height + ui.mm(2);
  return size.fits && height <= room ? height : 0;
}

bool draw_footer(Ui& ui, const SessionView& view) {
  const float margin = content_margin(ui);
  const float height = ui.mm(footer_mm);
  const float y = ui.display.height_px - height - ui.mm(5.8F);
  auto done = done_button(ui, view);
  const float width = std::max(ui.mm(46), wanted_width(ui, done) + ui.mm(6));
  const Rect place{ui.display.width_px - margin - width, y, width, height};
  if (view.counted) draw_counted(ui, counted_beside(ui, place));
  return button(ui, done, place);
}

// Where there is little room, the bar may cover answers while it asks.
float content_bottom(const Ui& ui) {
  if (ui.crowded()) return ui.display.height_px - ui.real_mm(1.5F);
  return ui.display.height_px - more_time_height(ui) - ui.mm(0.4F);
}

ScaleHeight answers_height(Ui& ui, const SessionView& view, float width) {
  if (is_scale(view.kind)) return scale_height(ui, view);
  return reasons_height(ui, view, width);
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
  const bool crowded = ui.crowded();
  std::vector<Button> at_end = {new_visitor_button(ui)};
  if (offers_bell(ui, view)) at_end.push_back(bell_button());
  add_help(ui, view, at_end);
  if (crowded) at_end.push_back(done_button(ui, view));
  const auto row = top_row(ui, {back_button(ui, ui.say("Back"))}, at_end);
  auto intent = common_intent(row.tapped);
  if (row.tapped == "done") intent = FinishReasons{};

  const float margin = content_margin(ui);
  const float width = ui.display.width_px - 2 * margin;
  const float bottom = content_bottom(ui);
  const float top = row.bottom + ui.mm(crowded ? 0.5F : 2);
  // Where the display is tall, words and answers stay together in the upper part.
  const float gap = ui.mm(crowded ? 1.5F : 2.8F);
  const auto answers = answers_height(ui, view, width);
  const float words_most =
      std::min(bottom - answers.least - gap, ui.display.height_px - more_time_height(ui)) - top;
  const auto words = words_for(ui, view, width, words_most);
  const float answers_h =
      std::clamp(bottom - top - words.height() - gap, answers.least, answers.wanted);
  const float left = std::max(0.0F, bottom - top - answers_h - gap - words.height());
  const float counted = counted_below(ui, view, width, left);
  const float white = left - counted;
  // The bar covers answers at most.
  const float over_bar = ui.display.height_px - more_time_height(ui) - words.height();
  const float words_y = std::max(top, std::min(top + 0.3F * white, over_bar));
  const Rect place{margin, words_y + words.height() + gap + 0.3F * white, width, answers_h};
  draw_words(ui, view, words, {margin, words_y, width, words.height()});
  if (counted > 0) draw_counted(ui, {margin, bottom - counted, width, counted});

  if (auto tapped = draw_answers(ui, view, place)) intent = tapped;
  if (view.more_time) {
    if (auto tapped = draw_more_time(ui, view.time_left)) intent = tapped;
    if (ui.state.touch.elsewhere("elsewhere").committed) intent = MoreTime{};
  } else if (!crowded && draw_footer(ui, view)) {
    intent = FinishReasons{};
  }
  return intent;
}

}  // namespace smilepost::kiosk
