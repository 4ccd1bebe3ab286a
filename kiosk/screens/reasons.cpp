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
  Rect cell(std::size_t index, const Rect& box) const {
    const std::size_t column = index % columns, row = index / columns;
    return {box.x + static_cast<float>(column) * (width + gap),
            box.y + static_cast<float>(row) * (height + gap), width, height};
  }
  float total() const { return static_cast<float>(rows) * (height + gap) - gap; }
};

float gap_between(const Ui& ui) {
  const float least = ui.real_mm(minimum::gap_mm) + 1;
  const bool normal = ui.display.display_class() == DisplayClass::normal;
  return normal ? std::max(least, ui.mm(3.75F)) : least;
}

float least_height(const Ui& ui) {
  return ui.real_mm(minimum::button_mm) + 1;
}

// On this width, and no higher than that if it can be.
Grid grid_for(const Ui& ui, std::size_t options, float width, float height) {
  Grid grid;
  grid.columns = std::max<std::size_t>(1, columns_for(ui, options));
  grid.rows = (options + grid.columns - 1) / grid.columns;
  grid.gap = gap_between(ui);
  const auto n = static_cast<float>(grid.columns);
  grid.width = (width - (n - 1) * grid.gap) / n;
  const float share = (height + grid.gap) / static_cast<float>(grid.rows) - grid.gap;
  grid.height =
      ui.display.tight() ? least_height(ui) : std::clamp(share, least_height(ui), ui.mm(22.2F));
  return grid;
}

// In large text: the options of one page, and beside them, standing below them, what leads on.
struct Pages {
  Grid grid;
  std::size_t count = 1, per_page = 1;
  Rect more;  // from the corner of the grid; none where there is one page
};

constexpr std::size_t most_at_once = 4;
constexpr float two_lines_mm = 25.5F;

Pages pages_for(const Ui& ui, std::size_t options, float width, float height) {
  const bool below = ui.display.portrait();
  Pages pages;
  Grid& grid = pages.grid;
  grid.columns = below ? 1 : 2;
  grid.gap = gap_between(ui);
  const float least = least_height(ui);
  const float cell = below && !ui.display.tight() ? ui.mm(two_lines_mm) : least;
  const auto fits = [&](float room) {
    const auto rows =
        static_cast<std::size_t>(std::max(1.0F, (room + grid.gap) / (cell + grid.gap)));
    return std::min(rows * grid.columns, most_at_once);
  };
  const bool one_page = options <= fits(height);
  const float leads_on = one_page ? 0 : least + grid.gap;
  const float room_h = below ? height - leads_on : height;
  const float room_w = below ? width : width - leads_on;
  pages.per_page = fits(room_h);
  pages.count = (options + pages.per_page - 1) / pages.per_page;
  grid.rows = (std::min(options, pages.per_page) + grid.columns - 1) / grid.columns;
  grid.width = (room_w + grid.gap) / static_cast<float>(grid.columns) - grid.gap;
  const float share = (room_h + grid.gap) / static_cast<float>(grid.rows) - grid.gap;
  grid.height = std::clamp(share, least, std::max(least, ui.mm(two_lines_mm)));
  if (one_page) return pages;
  pages.more = below ? Rect{0, grid.total() + grid.gap, width, least}
                     : Rect{room_w + grid.gap, 0, least, grid.total()};
  return pages;
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

ScaleHeight reasons_height(const Ui& ui, const SessionView& view, float width) {
  const std::size_t options = view.reasons.size();
  const auto height = [&](float room) {
    if (!ui.large_text) return grid_for(ui, options, width, room).total();
    const auto pages = pages_for(ui, options, width, room);
    return std::max(pages.grid.total(), pages.more.bottom());
  };
  return {height(ui.display.height_px), height(0)};
}

std::optional<Intent> draw_reasons(Ui& ui, const SessionView& view, const Rect& box,
                                   float until_y) {
  const std::size_t count = view.reasons.size();
  if (count == 0) return std::nullopt;
  Pages pages{grid_for(ui, count, box.w, box.h), 1, count, {}};
  if (ui.large_text) pages = pages_for(ui, count, box.w, box.h + 1);
  const Grid& grid = pages.grid;
  const auto options = with_icons_if_room(ui, view, grid);
  const auto style = option_style(ui, options, grid.width, grid.height);
  const std::size_t begin = ui.state.page % pages.count * pages.per_page;
  std::optional<Intent> intent;
  for (std::size_t i = begin; i < std::min(count, begin + pages.per_page); ++i) {
    const Rect cell = grid.cell(i - begin, box);
    if (cell.bottom() > until_y) continue;  // under the bar of a small display
    if (!option(ui, options[i], cell, style)) continue;
    if (options[i].single) {
      intent = ChooseReason{i};
    } else {
      intent = ToggleReason{i};
    }
  }
  const Rect more{box.x + pages.more.x, box.y + pages.more.y, pages.more.w, pages.more.h};
  if (pages.count > 1 && more.bottom() <= until_y &&
      button(ui, {.id = "more-reasons", .icon = "more"}, more)) {
    ++ui.state.page;
  }
  return intent;
}

}  // namespace smilepost::kiosk
