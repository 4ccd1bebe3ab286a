// The row of buttons at the top of every screen: shown 16 mm high, touched 20 mm high.
#include <algorithm>
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

// Shares out what is missing among the buttons with words; their text shrinks to fit.
void squeeze(const Ui& ui, Row& row, float room) {
  const float excess = needed(ui, row) - room;
  if (excess <= 0) return;
  std::vector<Cell*> wide;
  float sum = 0;
  for (auto* side : {&row.start, &row.end}) {
    for (auto& cell : *side) {
      if (cell.button.text.empty()) continue;
      wide.push_back(&cell);
      sum += cell.shown;
    }
  }
  for (auto* cell : wide) {
    const float width = cell->shown - excess * cell->shown / sum;
    cell->shown = cell->room = std::max(width, ui.real_mm(minimum::button_mm));
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

void drop_icons(std::vector<Button>& buttons) {
  for (auto& one : buttons)
    if (!one.text.empty()) one.icon.clear();
}

// What has words goes below; the round buttons stay in the corner.
TopRow in_two_rows(Ui& ui, const Row& row, float y) {
  Row upper{row.start, {}}, lower;
  for (const auto& cell : row.end) {
    (cell.button.text.empty() && !row.start.empty() ? upper : lower).end.push_back(cell);
  }
  const float room = ui.display.width_px - 2 * side_margin(ui);
  squeeze(ui, upper, room);
  squeeze(ui, lower, room);
  TopRow result;
  draw_row(ui, upper, y, result);
  const float step = std::max(ui.mm(shown_mm), ui.real_mm(minimum::button_mm)) + ui.mm(gap_mm);
  draw_row(ui, lower, y + step, result);
  return result;
}

}  // namespace

float side_margin(const Ui& ui) {
  return ui.display.tight() ? ui.mm(3.4F) : ui.mm(6.1F);
}

float content_margin(const Ui& ui) {
  return ui.display.tight() ? side_margin(ui) : ui.mm(10.2F);
}

TopRow top_row(Ui& ui, std::vector<Button> at_start, std::vector<Button> at_end) {
  TopRow result;
  const float y = top_margin(ui);
  const float room = ui.display.width_px - 2 * side_margin(ui);
  const auto whole = row_of(ui, at_start, at_end);
  if (needed(ui, whole) > room) drop_icons(at_end);
  auto row = row_of(ui, at_start, at_end);
  constexpr float squeezable = 1.06F;  // the words keep their size, only the padding gives
  if (needed(ui, row) > room * squeezable && ui.display.portrait()) {
    return in_two_rows(ui, whole, y);
  }
  if (needed(ui, row) > room * squeezable) drop_icons(at_start);
  row = row_of(ui, at_start, at_end);
  squeeze(ui, row, room);
  draw_row(ui, row, y, result);
  return result;
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

std::optional<Intent> common_intent(const std::optional<std::string>& tapped) {
  if (tapped == "back") return GoBack{};
  if (tapped == "new-visitor") return NewVisitor{};
  if (tapped == "globe") return OpenLanguages{};
  if (tapped == "bell") return RingBell{};
  return std::nullopt;
}

}  // namespace smilepost::kiosk
