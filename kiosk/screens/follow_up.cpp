// "What went wrong?", with "Do you need more time?" when it is left alone.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "kiosk/screens/screens.h"
#include "kiosk/screens/widgets.h"

namespace smilepost::kiosk {

namespace {

constexpr float bar_mm = 31;  // of "Do you need more time?"
constexpr float small_bar_mm = 24;
constexpr float tall_bar_mm = 50;  // in portrait: words above buttons
constexpr float footer_mm = 20.2F;

float content_margin(const Ui& ui) {
  return ui.display.tight() ? side_margin(ui) : ui.mm(10.2F);
}

float bar_height(const Ui& ui) {
  return ui.mm(ui.display.small() ? small_bar_mm : ui.display.portrait() ? tall_bar_mm : bar_mm);
}

bool anything_chosen(const SessionView& view) {
  return std::any_of(view.reasons.begin(), view.reasons.end(),
                     [](const ReasonView& reason) { return reason.chosen; });
}

Button done_button(const Ui& ui, const SessionView& view) {
  const bool chosen = anything_chosen(view);
  return {.id = "done",
          .text = ui.say(chosen ? "Done" : "Skip"),
          .look = chosen ? Look::filled : Look::outline,
          .capital_mm = 5.2F};
}

// Regret or joy first, then the question; the chosen face beside them.
struct Words {
  Text response, question;
  TextStyle response_style, question_style;
  float response_height = 0, question_height = 0;
  const FaceView* face = nullptr;
  float face_side = 0, before = 0;  // the face, and where the words begin
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
  words.face = view.vote && !ui.display.narrow() ? face_of(view, *view.vote) : nullptr;
  if (words.face != nullptr) {
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

void draw_words(Ui& ui, const Words& words, const Rect& box) {
  if (words.face != nullptr) {
    const Rect face{box.x, box.y + (box.h - words.face_side) / 2, words.face_side, words.face_side};
    ui.smiley(words.face->smiley, words.face->smiley, face);
  }
  const float x = box.x + words.before;
  const float width = box.w - words.before;
  const float y = box.y + (box.h - words.response_height - words.question_height) / 2;
  ui.write(words.response, {x, y, width, words.response_height + 1}, words.response_style);
  ui.write(words.question, {x, y + words.response_height, width, words.question_height + 1},
           words.question_style);
}

std::size_t columns_for(const Ui& ui, std::size_t options) {
  if (ui.display.portrait()) return options <= 3 ? 1 : 2;
  if (options == 4) return 2;
  return std::min<std::size_t>(options, options <= 6 ? 3 : 4);
}

struct Grid {
  std::size_t columns = 1, rows = 1;
  float width = 0, height = 0, gap = 0;  // of a cell; between two
  float total() const { return static_cast<float>(rows) * (height + gap) - gap; }
};

Grid grid_for(const Ui& ui, std::size_t options, float width) {
  Grid grid;
  grid.columns = std::max<std::size_t>(1, columns_for(ui, options));
  grid.rows = (options + grid.columns - 1) / grid.columns;
  grid.gap = std::max(ui.real_mm(minimum::gap_mm) + 1, ui.display.tight() ? 0 : ui.mm(3.75F));
  const auto n = static_cast<float>(grid.columns);
  grid.width = (width - (n - 1) * grid.gap) / n;
  grid.height = ui.display.tight() ? ui.real_mm(minimum::button_mm) + 1 : ui.mm(22.2F);
  return grid;
}

std::optional<Intent> draw_reasons(Ui& ui, const SessionView& view, const Grid& grid, float x,
                                   float y, float until_y) {
  std::vector<Option> options;
  for (std::size_t i = 0; i < view.reasons.size(); ++i) {
    options.push_back({.id = fmt::format("reason-{}", i),
                       .text = view.reasons[i].label,
                       .chosen = view.reasons[i].chosen});
  }
  if (options.empty()) return std::nullopt;
  const auto style = option_style(ui, options, grid.width, grid.height);
  std::optional<Intent> intent;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const auto column = i % grid.columns;
    const auto row = i / grid.columns;
    const Rect cell{x + static_cast<float>(column) * (grid.width + grid.gap),
                    y + static_cast<float>(row) * (grid.height + grid.gap), grid.width,
                    grid.height};
    if (cell.bottom() > until_y) continue;  // under the bar of a small display
    if (option(ui, options[i], cell, style)) intent = ToggleReason{i};
  }
  return intent;
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
  return ui.display.height_px - bar_height(ui) - ui.mm(0.4F);
}

// The words beside the buttons, in portrait above them; the time as a thin line along the bottom.
std::optional<Intent> draw_more_time(Ui& ui, const SessionView& view) {
  const float height = bar_height(ui);
  const Rect bar{0, ui.display.height_px - height, ui.display.width_px, height};
  ui.fill(bar, 0, ui.theme.ink);
  const float line = std::round(ui.mm(1.36F));
  ui.fill({0, bar.bottom() - line, bar.w * view.time_left, line}, 0, ui.theme.background);
  ui.state.motion.want_frame_in(Motion::line_frame_ms);

  const Button no{.id = "no-more-time", .text = ui.say("I’m done"), .look = Look::inverse};
  const Button yes{.id = "more-time", .text = ui.say("More time"), .look = Look::inverse_filled};
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

}  // namespace

std::optional<Intent> draw_follow_up(Ui& ui, const SessionView& view) {
  const bool tight = ui.display.tight();
  std::vector<Button> at_end = {new_visitor_button(ui)};
  if (view.languages.size() > 1) at_end.push_back(globe_button());
  if (tight) at_end.push_back(done_button(ui, view));
  const auto row = top_row(ui, {back_button(ui, ui.say("Back"))}, at_end);
  auto intent = common_intent(row.tapped);
  if (row.tapped == "done") intent = FinishReasons{};

  const float margin = content_margin(ui);
  const float width = ui.display.width_px - 2 * margin;
  const float bar_top = ui.display.height_px - bar_height(ui);
  const float bottom = content_bottom(ui);
  const auto grid = grid_for(ui, view.reasons.size(), width);
  const float top = row.bottom + ui.mm(ui.display.tight() ? 0.5F : 2);
  // Where the display is tall, words and answers stay together in the upper part.
  const float gap = ui.mm(ui.display.tight() ? 1.5F : 2.8F);
  const auto words = words_for(ui, view, width, bottom - top - grid.total() - gap);
  const float white = std::max(0.0F, bottom - top - grid.total() - gap - words.height());
  const float words_y = top + 0.3F * white;
  const float grid_y = words_y + words.height() + gap + 0.3F * white;
  draw_words(ui, words, {margin, words_y, width, words.height()});

  const float until = view.more_time ? bar_top : ui.display.height_px;
  if (auto tapped = draw_reasons(ui, view, grid, margin, grid_y, until)) intent = tapped;
  if (view.more_time) {
    if (auto tapped = draw_more_time(ui, view)) intent = tapped;
    if (ui.state.touch.elsewhere("elsewhere").committed) intent = MoreTime{};
  } else if (!tight && draw_footer(ui, view)) {
    intent = FinishReasons{};
  }
  return intent;
}

}  // namespace smilepost::kiosk
