// Storage cannot keep an answer: no faces, for a tap would promise what is not true.
#include "kiosk/screens/screens.h"
#include "kiosk/screens/widgets.h"

namespace smilepost::kiosk {

namespace {

// One below the other.
struct Words {
  Text title, line;
  TextStyle title_style, line_style;
  float icon = 0, gap = 0, title_h = 0, line_h = 0;
  float height() const { return icon + gap + title_h + gap / 2 + line_h; }
};

Words words_for(Ui& ui, float width, float room) {
  Words words;
  const float unit = ui.crowded() ? 0.75F : 1;
  words.icon = ui.mm(25.5F * unit);
  words.gap = ui.mm(6 * unit);
  words.title = question_text(ui, ui.say("This screen is taking a break"));
  words.line = {.text = ui.say("Please tell us at the till. We’d like to hear it."),
                .capital_mm = 5.2F,
                .align = Align::centre,
                .upright = Upright::top,
                .balanced = true,
                .line_height = 1.3F};
  const float rest = room - words.icon - 1.5F * words.gap;
  words.title_style = ui.fitted(words.title, width, rest / 2);
  const auto height = [&](const Text& text, const TextStyle& style) {
    return ui.engine.measure(text.text, ui.language, style, width, true).height + 1;
  };
  words.title_h = height(words.title, words.title_style);
  words.line_style = ui.fitted(words.line, width, rest - words.title_h);
  words.line_h = height(words.line, words.line_style);
  return words;
}

}  // namespace

std::optional<Intent> draw_break(Ui& ui, const SessionView& view) {
  std::vector<Button> at_end;
  add_help(ui, view, at_end);
  const auto row = top_row(ui, {}, at_end);
  auto intent = common_intent(row.tapped);
  if (auto staff = staff_corner(ui)) intent = staff;

  const float margin = ui.mm(ui.display.tight() ? 3.4F : 10.2F);
  const float width = ui.display.width_px - 2 * margin;
  const auto words = words_for(ui, width, ui.display.height_px - 2 * row.bottom);
  float y = (ui.display.height_px - words.height()) / 2 + ui.mm(3);
  ui.icon("pause", {margin, y, width, words.icon}, ui.theme.muted);
  y += words.icon + words.gap;
  ui.write(words.title, {margin, y, width, words.title_h}, words.title_style);
  y += words.title_h + words.gap / 2;
  ui.write(words.line, {margin, y, width, words.line_h}, words.line_style);
  return intent;
}

}  // namespace smilepost::kiosk
