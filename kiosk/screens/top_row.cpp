// The row of buttons at the top of every screen: shown 16 mm high, touched 20 mm high.
#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "kiosk/screens/widgets.h"

namespace smilepost::kiosk {

namespace {

constexpr float shown_mm = 16.33F;
constexpr float gap_mm = 3.4F;

struct Cell {
  Button button;
  float shown = 0;  // width
  float room = 0;   // … of its touch area
};

float top_margin(const Ui& ui) {
  return ui.display.tight() ? ui.mm(2) : ui.mm(4.4F);
}

std::vector<Cell> cells_of(Ui& ui, const std::vector<Button>& buttons) {
  std::vector<Cell> cells;
  for (const auto& one : buttons) {
    const float width = wanted_width(ui, one);
    cells.push_back({one, width, std::max(width, ui.real_mm(minimum::button_mm))});
  }
  return cells;
}

float total(const Ui& ui, const std::vector<Cell>& cells) {
  float sum = 0;
  for (const auto& cell : cells) sum += cell.room + ui.mm(gap_mm);
  return sum;
}

// A round button at the edge is shown at the margin though its touch area reaches beyond.
float overhang(const std::vector<Cell>& cells, bool last) {
  if (cells.empty()) return 0;
  const auto& cell = last ? cells.back() : cells.front();
  return (cell.room - cell.shown) / 2;
}

struct Row {
  std::vector<Cell> start, end;
};

float needed(const Ui& ui, const Row& row) {
  return total(ui, row.start) + total(ui, row.end) - ui.mm(gap_mm) - overhang(row.start, false) -
         overhang(row.end, true);
}

Row row_of(Ui& ui, const std::vector<Button>& start, const std::vector<Button>& end) {
  return {cells_of(ui, start), cells_of(ui, end)};
}

// How much narrower a cell may become.
float slack(const Ui& ui, const Cell& cell) {
  if (cell.button.text.empty()) return 0;
  return std::max(0.0F, cell.shown - ui.real_mm(minimum::button_mm));
}

float slack(const Ui& ui, const Row& row) {
  float sum = 0;
  for (const auto* side : {&row.start, &row.end})
    for (const auto& cell : *side) sum += slack(ui, cell);
  return sum;
}

// Shares out what is missing among the buttons with words; their text shrinks to fit.
void squeeze(const Ui& ui, Row& row, float room) {
  const float excess = needed(ui, row) - room, all = slack(ui, row);
  if (excess <= 0 || all <= 0) return;
  for (auto* side : {&row.start, &row.end}) {
    for (auto& cell : *side) {
      cell.shown -= std::min(1.0F, excess / all) * slack(ui, cell);
      cell.room = std::max(cell.shown, ui.real_mm(minimum::button_mm));
    }
  }
}

void draw_cells(Ui& ui, const std::vector<Cell>& cells, float x, float y, TopRow& result) {
  const float height = ui.mm(shown_mm);
  const float hit_height = std::max(height, ui.real_mm(minimum::button_mm));
  for (const auto& cell : cells) {
    const Rect shown{x + (cell.room - cell.shown) / 2, y, cell.shown, height};
    const Rect hit{x, y - (hit_height - height) / 2, cell.room, hit_height};
    if (button(ui, cell.button, shown, hit)) result.tapped = cell.button.id;
    x += cell.room + ui.mm(gap_mm);
    result.bottom = std::max(result.bottom, hit.bottom());
  }
}

void draw_row(Ui& ui, const Row& row, float y, TopRow& result) {
  draw_cells(ui, row.start, side_margin(ui) - overhang(row.start, false), y, result);
  const float width = total(ui, row.end) - ui.mm(gap_mm) - overhang(row.end, true);
  const float end_x = ui.display.width_px - side_margin(ui) - width;
  draw_cells(ui, row.end, end_x, y, result);
  result.free_until = end_x - ui.mm(gap_mm);
}

// So much of its room a row may be too wide: only the padding gives, the words keep their size.
float squeezable(const Ui& ui) {
  if (!ui.large_text) return 0.06F;
  return ui.display.tight() ? 0.1F : 0.03F;  // where large text is as large as there is room
}

bool is_round(const Button& button) {
  return button.text.empty();
}

// What the buttons of a side keep of icon and words, where they have both.
enum class Keeps : std::uint8_t { both, words, icon };

struct Buttons {
  std::vector<Button> start, end;
};

struct Giving {
  Keeps start, end;
};
// What gives way for the row's sake, the least first. As long as all have words, it is easy to
// read.
constexpr std::array<Giving, 6> ladder = {{{Keeps::both, Keeps::both},
                                           {Keeps::both, Keeps::words},
                                           {Keeps::words, Keeps::words},
                                           {Keeps::both, Keeps::icon},
                                           {Keeps::words, Keeps::icon},
                                           {Keeps::icon, Keeps::icon}}};
constexpr std::size_t at_ease = 2, with_words = 3;  // steps of it

void give_way(std::vector<Button>& buttons, Keeps keeps) {
  for (auto& one : buttons) {
    if (one.text.empty() || one.icon.empty()) continue;
    if (keeps == Keeps::words) one.icon.clear();
    if (keeps == Keeps::icon) one.text.clear();
  }
}

Row row_giving(Ui& ui, Buttons buttons, const Giving& giving) {
  give_way(buttons.start, giving.start);
  give_way(buttons.end, giving.end);
  return row_of(ui, buttons.start, buttons.end);
}

float room_for_row(const Ui& ui) {
  return ui.display.width_px - 2 * side_margin(ui);
}

// The first row that fits, within so many steps of the ladder.
std::optional<Row> fitting_row(Ui& ui, const Buttons& buttons, std::size_t steps) {
  for (std::size_t i = 0; i < steps; ++i) {
    auto row = row_giving(ui, buttons, ladder[i]);
    const float excess = needed(ui, row) - room_for_row(ui);
    if (excess <= std::min(squeezable(ui) * room_for_row(ui), slack(ui, row))) return row;
  }
  return std::nullopt;
}

// What is spare goes before the words do; where nothing helps, the words shrink.
Row best_row(Ui& ui, Buttons buttons) {
  if (auto row = fitting_row(ui, buttons, with_words)) return *row;
  std::erase_if(buttons.end, [](const Button& one) { return one.spare; });
  if (auto row = fitting_row(ui, buttons, ladder.size())) return *row;
  return row_giving(ui, buttons, ladder.back());
}

void draw_best(Ui& ui, const Buttons& buttons, float y, TopRow& result) {
  auto row = best_row(ui, buttons);
  squeeze(ui, row, room_for_row(ui));
  draw_row(ui, row, y, result);
}

// What has words goes below; the round buttons stay in the corner, all but the last `moved`.
std::pair<Buttons, Buttons> in_two(const Ui& ui, const Buttons& buttons, std::size_t moved) {
  Buttons upper{buttons.start, {}}, lower;
  std::vector<Button> round;
  for (const auto& one : buttons.end) (is_round(one) ? round : lower.end).push_back(one);
  const bool spare_below = ui.display.narrow();
  const std::size_t above = upper.start.empty() ? 0 : round.size() - moved;
  for (std::size_t i = 0; i < round.size(); ++i) {
    const bool below = i >= above || (round[i].spare && spare_below);
    (below ? lower : upper).end.push_back(round[i]);
  }
  return {upper, lower};
}

// As many round buttons go below as it takes for the way back to keep its words.
TopRow in_two_rows(Ui& ui, const Buttons& buttons, float y) {
  auto [upper, lower] = in_two(ui, buttons, 0);
  const auto rounds =
      static_cast<std::size_t>(std::count_if(buttons.end.begin(), buttons.end.end(), is_round));
  for (std::size_t moved = 1; moved <= rounds; ++moved) {
    if (fitting_row(ui, upper, with_words)) break;
    const auto other = in_two(ui, buttons, moved);
    if (!fitting_row(ui, other.second, with_words)) break;
    std::tie(upper, lower) = other;
  }
  TopRow result;
  draw_best(ui, upper, y, result);
  const float step = std::max(ui.mm(shown_mm), ui.real_mm(minimum::button_mm)) + ui.mm(gap_mm);
  draw_best(ui, lower, y + step, result);
  return result;
}

}  // namespace

float side_margin(const Ui& ui) {
  return ui.display.tight() ? ui.mm(3.4F) : ui.mm(6.1F);
}

float content_margin(const Ui& ui) {
  return ui.display.tight() ? side_margin(ui) : ui.mm(10.2F);
}

TopRow top_row(Ui& ui, std::vector<Button> at_start, std::vector<Button> at_end, Rows rows) {
  const float y = top_margin(ui);
  const Buttons buttons{std::move(at_start), std::move(at_end)};
  const bool may_be_two = ui.display.portrait() && rows == Rows::as_needed;
  if (may_be_two && !fitting_row(ui, buttons, at_ease)) return in_two_rows(ui, buttons, y);
  TopRow result;
  draw_best(ui, buttons, y, result);
  return result;
}

TopRow titled_row(Ui& ui, std::vector<Button> first, std::vector<Button> last) {
  if (ui.display.portrait() && !first.empty()) {
    auto row = top_row(ui, std::move(first), std::move(last));
    row.free_until = 0;  // the title stands below
    return row;
  }
  first.insert(first.end(), last.begin(), last.end());
  return top_row(ui, {}, std::move(first), Rows::one);
}

Button back_button(const Ui& ui, const std::string& words) {
  return {.id = "back", .text = words, .icon = ui.right_to_left ? "forward" : "back"};
}

Button new_visitor_button(const Ui& ui) {
  return {.id = "new-visitor", .text = ui.say("New visitor"), .icon = "visitor"};
}

Button globe_button() {
  return {.id = "globe", .icon = "globe", .muted = true};
}

// On a small display it may have to stand behind the globe.
Button figure_button(const Ui& ui, const SessionView& view) {
  return {.id = "figure",
          .icon = "figure",
          .muted = !view.accessibility.any(),
          .selected = view.accessibility.any(),
          .spare = ui.display.tight() && view.languages.size() > 1};
}

void add_help(const Ui& ui, const SessionView& view, std::vector<Button>& buttons) {
  if (view.languages.size() > 1) buttons.push_back(globe_button());
  buttons.push_back(figure_button(ui, view));
}

std::optional<Intent> common_intent(const std::optional<std::string>& tapped) {
  if (tapped == "back") return GoBack{};
  if (tapped == "new-visitor") return NewVisitor{};
  if (tapped == "globe") return OpenLanguages{};
  if (tapped == "figure") return OpenAccessibility{};
  if (tapped == "bell") return RingBell{};
  return std::nullopt;
}

float title_beside(Ui& ui, const TopRow& row, const std::string& words, float margin) {
  const Text title{.text = words, .capital_mm = 6.1F, .weight = Weight::bold};
  const float width = ui.measure(title, ui.display.width_px).width + 2;
  if (margin + width <= row.free_until) {
    ui.write(title, {margin, top_margin(ui), width, ui.mm(shown_mm)});
    return row.bottom;
  }
  ui.write(title, {margin, row.bottom + ui.mm(2), width, ui.mm(11)});
  return row.bottom + ui.mm(13);
}

}  // namespace smilepost::kiosk
