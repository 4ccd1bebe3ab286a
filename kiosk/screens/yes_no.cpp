#include "kiosk/screens/yes_no.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/screens/widgets.h"

namespace smilepost::kiosk {

namespace {

constexpr float height_mm = 44;
constexpr float most_width_mm = 84;
constexpr float icon_mm = 13;
constexpr float radius_mm = 6.1F;

// Side by side; standing, one below the other.
struct Cards {
  float x = 0, width = 0, height = 0, gap = 0;
  bool below = false;
  Rect at(std::size_t index, float y) const {
    const float step = static_cast<float>(index);
    if (below) return {x, y + step * (height + gap), width, height};
    return {x + step * (width + gap), y, width, height};
  }
};

Cards cards_of(const Ui& ui, float total_height) {
  Cards cards;
  cards.below = ui.display.portrait();
  const float margin = ui.display.tight() ? ui.mm(3.4F) : ui.mm(10.2F);
  cards.gap = std::max(ui.real_mm(minimum::gap_mm) + 1, ui.mm(6));
  const float room = ui.display.width_px - 2 * margin;
  const float width = cards.below ? room : (room - cards.gap) / 2;
  cards.width = std::min(width, ui.mm(most_width_mm));
  const float all = cards.below ? cards.width : 2 * cards.width + cards.gap;
  cards.x = (ui.display.width_px - all) / 2;
  cards.height = cards.below ? (total_height - cards.gap) / 2 : total_height;
  return cards;
}

Text word_of(const FaceView& answer) {
  return {.text = answer.label,
          .capital_mm = 7.4F,
          .floor_mm = minimum::capital_mm,
          .weight = Weight::bold,
          .line_height = 1.15F};
}

// Mark and word together stand in the middle of each card.
bool draw_answer(Ui& ui, const FaceView& answer, const Rect& box, const TextStyle& style,
                 const FaceMark& mark) {
  const auto state = ui.target(fmt::format("face-{}", answer.vote), answer.label, box);
  card(ui,
       {.radius_mm = radius_mm,
        .pressed = state.pressed || mark.kept == answer.vote,
        .chosen = mark.ringed == answer.vote,
        .ringed = true},
       box);
  const float icon = ui.mm(icon_mm), gap = ui.mm(4.4F);
  const float room = box.w - icon - gap - 2 * ui.mm(4);
  const auto size = ui.engine.measure(answer.label, ui.language, style, room);
  const float x = box.x + (box.w - icon - gap - size.width) / 2;
  ui.icon(answer.icon, {x, box.y, icon, box.h}, ui.theme.ink);
  ui.write(word_of(answer), {x + icon + gap - 1, box.y, size.width + 2, box.h}, style);
  return state.committed;
}

// One size for both, so that neither speaks louder.
TextStyle words_style(Ui& ui, const std::vector<FaceView>& answers, const Cards& cards) {
  const float room = cards.width - ui.mm(icon_mm + 4.4F) - 2 * ui.mm(4);
  auto smallest = ui.fitted(word_of(answers.front()), room, cards.height - ui.mm(2));
  for (const auto& answer : answers) {
    const auto style = ui.fitted(word_of(answer), room, cards.height - ui.mm(2));
    if (style.size_px < smallest.size_px) smallest = style;
  }
  return smallest;
}

}  // namespace

ScaleHeight yes_no_height(const Ui& ui) {
  const bool below = ui.display.portrait();
  const float least = ui.real_mm(minimum::button_mm) + 1;
  const float gap = below ? std::max(ui.real_mm(minimum::gap_mm) + 1, ui.mm(6)) : 0;
  const float rows = below ? 2 : 1;
  return {rows * ui.mm(height_mm) + gap, rows * least + gap};
}

std::optional<std::uint8_t> draw_yes_no(Ui& ui, const std::vector<FaceView>& answers,
                                        const Rect& box, const FaceMark& mark) {
  if (answers.empty()) return std::nullopt;
  const auto cards = cards_of(ui, box.h);
  const auto style = words_style(ui, answers, cards);
  std::optional<std::uint8_t> tapped;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (draw_answer(ui, answers[i], cards.at(i, box.y), style, mark)) tapped = answers[i].vote;
  }
  return tapped;
}

}  // namespace smilepost::kiosk
