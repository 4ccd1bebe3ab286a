#include "kiosk/screens/reasons.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/screens/widgets.h"

namespace smilepost::kiosk {

namespace {

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

std::vector<Option> options_of(const SessionView& view, bool with_icons) {
  std::vector<Option> options;
  for (std::size_t i = 0; i < view.reasons.size(); ++i) {
    const auto& reason = view.reasons[i];
    options.push_back({.id = fmt::format("reason-{}", i),
                       .text = reason.label,
                       .icon = with_icons ? reason.icon : std::string(),
                       .chosen = reason.chosen,
                       .single = view.kind == QuestionKind::single_choice});
  }
  return options;
}

// Pictures help who reads slowly; they are left out where words would have to shrink for them.
std::vector<Option> with_icons_if_room(Ui& ui, const SessionView& view, const Grid& grid) {
  auto pictured = options_of(view, true);
  const float wanted = ui.wanted_style({.capital_mm = option_capital_mm}).size_px;
  const auto style = option_style(ui, pictured, grid.width, grid.height);
  return style.size_px >= wanted ? pictured : options_of(view, false);
}

}  // namespace

float reasons_height(const Ui& ui, const SessionView& view, float width) {
  return grid_for(ui, view.reasons.size(), width).total();
}

std::optional<Intent> draw_reasons(Ui& ui, const SessionView& view, const Rect& box,
                                   float until_y) {
  if (view.reasons.empty()) return std::nullopt;
  const auto grid = grid_for(ui, view.reasons.size(), box.w);
  const auto options = with_icons_if_room(ui, view, grid);
  const auto style = option_style(ui, options, grid.width, grid.height);
  std::optional<Intent> intent;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const std::size_t column = i % grid.columns, row = i / grid.columns;
    const Rect cell{box.x + static_cast<float>(column) * (grid.width + grid.gap),
                    box.y + static_cast<float>(row) * (grid.height + grid.gap), grid.width,
                    grid.height};
    if (cell.bottom() > until_y) continue;  // under the bar of a small display
    if (!option(ui, options[i], cell, style)) continue;
    if (options[i].single) {
      intent = ChooseReason{i};
    } else {
      intent = ToggleReason{i};
    }
  }
  return intent;
}

}  // namespace smilepost::kiosk
