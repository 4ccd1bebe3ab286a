// The list of languages, each by its own name.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/screens.h"
#include "kiosk/screens/widgets.h"
#include "kiosk/text/languages.h"

namespace smilepost::kiosk {

namespace {

std::vector<LanguageView> in_collation_order(const std::vector<LanguageView>& languages) {
  std::vector<std::string> names;
  names.reserve(languages.size());
  for (const auto& language : languages) names.push_back(language.autonym);
  std::vector<LanguageView> ordered;
  for (const auto index : collation_order(names)) ordered.push_back(languages[index]);
  return ordered;
}

struct Cells {
  std::size_t columns = 1, rows = 1;
  float width = 0, height = 0, gap = 0;
};

// As large as there is room for, at least 20 mm high.
Cells cells_for(const Ui& ui, std::size_t count, const Rect& box) {
  Cells cells;
  const bool portrait = ui.display.portrait(), large = ui.large_text && !ui.display.tight();
  const std::size_t most = large ? (portrait ? 1 : 2) : portrait ? 2 : ui.display.small() ? 3 : 4;
  const std::size_t few = portrait ? 1 : count == 4 ? 2 : std::min<std::size_t>(count, 3);
  cells.columns = std::min(most, count <= 4   ? std::max<std::size_t>(few, 1)
                                 : count <= 9 ? 3
                                              : most);
  cells.gap = std::max(ui.mm(3.4F), ui.real_mm(minimum::gap_mm) + 1);
  const float least = ui.real_mm(minimum::button_mm) + 1;
  const auto fitting = static_cast<std::size_t>((box.h + cells.gap) / (least + cells.gap));
  const std::size_t wanted = (count + cells.columns - 1) / cells.columns;
  cells.rows = std::clamp<std::size_t>(wanted, 1, std::max<std::size_t>(1, fitting));
  const auto rows = static_cast<float>(cells.rows);
  const auto columns = static_cast<float>(cells.columns);
  cells.height = std::clamp((box.h + cells.gap) / rows - cells.gap, least, ui.mm(24));
  cells.width = (box.w + cells.gap) / columns - cells.gap;
  return cells;
}

Rect cell_at(const Cells& cells, std::size_t index, const Rect& box) {
  const auto column = index % cells.columns;
  const auto row = index / cells.columns;
  return {box.x + static_cast<float>(column) * (cells.width + cells.gap),
          box.y + static_cast<float>(row) * (cells.height + cells.gap), cells.width, cells.height};
}

Button language_button(const LanguageView& language, bool chosen) {
  return {.id = "language-" + language.language,
          .text = language.autonym,
          .selected = chosen,
          .weight = Weight::regular,
          .language = language.language};
}

}  // namespace

std::optional<Intent> draw_languages(Ui& ui, const SessionView& view) {
  std::vector<Button> at_end;
  if (view.counted) at_end.push_back(new_visitor_button(ui));
  at_end.push_back(figure_button(ui, view));
  at_end.back().spare = false;  // a small display has it here, if nowhere else
  const auto row = top_row(ui, {back_button(ui, ui.say("Back"))}, at_end);
  auto intent = common_intent(row.tapped);
  if (row.tapped == "back") intent = CloseOverlay{};

  const auto languages = in_collation_order(view.languages);
  const float margin = ui.display.tight() ? side_margin(ui) : ui.mm(10.2F);
  const float top = row.bottom + ui.mm(3.4F);
  Rect box{margin, top, ui.display.width_px - 2 * margin,
           ui.display.height_px - top - ui.mm(ui.display.tight() ? 2 : 5)};
  const auto cells = cells_for(ui, languages.size(), box);
  const float grid = static_cast<float>(cells.rows) * (cells.height + cells.gap) - cells.gap;
  box.y += std::max(0.0F, box.h - grid) * 0.3F;
  const auto page = page_of(languages.size(), cells.columns * cells.rows, ui.state.page);
  for (std::size_t i = page.begin; i < page.end; ++i) {
    const bool chosen = languages[i].language == view.language;
    const auto cell = cell_at(cells, i - page.begin, box);
    if (button(ui, language_button(languages[i], chosen), cell)) {
      intent = ChooseLanguage{languages[i].language};
    }
  }
  const Button more{.id = "more-languages", .icon = "more"};
  const auto last = cell_at(cells, cells.columns * cells.rows - 1, box);
  if (page.more && button(ui, more, last)) ++ui.state.page;
  return intent;
}

}  // namespace smilepost::kiosk
