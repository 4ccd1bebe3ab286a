#include "kiosk/screens/number_keys.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "kiosk/screens/widgets.h"
#include "kiosk/text/numbers.h"

namespace smilepost::kiosk {

namespace {

constexpr float key_height_mm = 20;
constexpr float most_key_width_mm = 24;
constexpr float radius_mm = 3.4F;
constexpr float words_gap_mm = 4.4F;  // between keys and the words at their ends

struct Keys {
  std::size_t count = 0, in_row = 1, rows = 1;
  float width = 0, gap = 0, begin = 0;  // of a key; between two; x of the first
};

Keys keys_of(const Ui& ui, std::size_t count) {
  Keys keys;
  keys.count = count;
  const float margin = ui.display.tight() ? ui.mm(3.4F) : ui.mm(6.8F);
  const float room = ui.display.width_px - 2 * margin;
  keys.gap = ui.real_mm(minimum::gap_mm) + 1;
  const float least = ui.real_mm(minimum::key_mm);
  const auto fit = static_cast<std::size_t>((room + keys.gap) / (least + keys.gap));
  keys.rows = (count + std::max<std::size_t>(fit, 1) - 1) / std::max<std::size_t>(fit, 1);
  keys.in_row = (count + keys.rows - 1) / keys.rows;
  const auto n = static_cast<float>(keys.in_row);
  keys.width = std::min((room - (n - 1) * keys.gap) / n, ui.mm(most_key_width_mm));
  keys.begin = (ui.display.width_px - n * keys.width - (n - 1) * keys.gap) / 2;
  return keys;
}

float rows_height(const Keys& keys, float key_height) {
  const auto rows = static_cast<float>(keys.rows);
  return rows * key_height + (rows - 1) * keys.gap;
}

Text end_words(const std::string& words, Align align, Upright upright) {
  return {
      .text = words, .capital_mm = 5.1F, .align = align, .upright = upright, .line_height = 1.15F};
}

float end_lines(const Ui& ui) {
  return ui.large_text ? 2 : 1;
}

// Both in the size that fits both, each on its half of the width.
TextStyle end_style(Ui& ui, const SessionView& view, float width) {
  const auto line = [&](const std::string& words) {
    const auto text = end_words(words, Align::start, Upright::top);
    const auto wanted = ui.wanted_style(text);
    return ui.fitted(text, width, std::ceil(end_lines(ui) * wanted.size_px * wanted.line_height));
  };
  const auto least = line(view.least), most = line(view.most);
  return least.size_px < most.size_px ? least : most;
}

float ends_height(const Ui& ui, const TextStyle& style) {
  return std::ceil(end_lines(ui) * style.size_px * style.line_height) + 1;
}

struct Layout {
  Keys keys;
  TextStyle ends;
  float words = 0;  // height of the words, with their gap: once below one row, else above and below
  float least = 0, wanted = 0;
};

Layout layout_of(Ui& ui, const SessionView& view) {
  Layout layout;
  layout.keys = keys_of(ui, view.faces.size());
  const float all = ui.display.width_px - 2 * layout.keys.begin;
  const float share = layout.keys.rows == 1 ? (all - ui.mm(6)) / 2 : all;
  layout.ends = end_style(ui, view, share);
  const float gap = ui.mm(ui.display.tight() ? 1.5F : words_gap_mm);
  const float lines = layout.keys.rows == 1 ? 1 : 2;
  layout.words = (ends_height(ui, layout.ends) + gap) * lines;
  layout.least = rows_height(layout.keys, ui.real_mm(minimum::key_mm)) + layout.words;
  layout.wanted = rows_height(layout.keys, ui.mm(key_height_mm)) + layout.words;
  return layout;
}

bool draw_key(Ui& ui, const std::string& number, std::uint8_t vote, const Rect& box,
              const FaceMark& mark) {
  const auto state = ui.target(fmt::format("face-{}", vote), number, box, minimum::key_mm);
  card(ui,
       {.radius_mm = radius_mm,
        .pressed = state.pressed || mark.kept == vote,
        .chosen = mark.ringed == vote,
        .ringed = true,
        .pressed_share = 0.14F},
       box);
  ui.write({.text = number, .capital_mm = 6, .weight = Weight::bold, .align = Align::centre}, box);
  return state.committed;
}

// Least where the row begins and most where it ends; of several rows the one above the first, the
// other below the last.
void draw_ends(Ui& ui, const SessionView& view, const Layout& layout, const Rect& box) {
  const float width = ui.display.width_px - 2 * layout.keys.begin;
  const float height = ends_height(ui, layout.ends);
  const float below = box.bottom() - height;
  const bool one_row = layout.keys.rows == 1;
  const float half = one_row ? (width - ui.mm(6)) / 2 : width;
  const float x = layout.keys.begin;
  ui.write(end_words(view.least, Align::start, one_row ? Upright::top : Upright::bottom),
           {x, one_row ? below : box.y, half, height}, layout.ends);
  ui.write(end_words(view.most, Align::end, Upright::top), {x + width - half, below, half, height},
           layout.ends);
}

}  // namespace

std::string number_on_key(const Ui& ui, QuestionKind kind, std::uint8_t vote) {
  return number_in(ui.language, kind == QuestionKind::nps ? vote - 1U : vote);
}

ScaleHeight number_keys_height(Ui& ui, const SessionView& view) {
  const auto layout = layout_of(ui, view);
  return {layout.wanted, layout.least};
}

std::optional<std::uint8_t> draw_number_keys(Ui& ui, const SessionView& view, const Rect& box,
                                             const FaceMark& mark) {
  const auto layout = layout_of(ui, view);
  const Keys& keys = layout.keys;
  const auto rows = static_cast<float>(keys.rows);
  const float height = (box.h - layout.words - (rows - 1) * keys.gap) / rows;
  const float top = box.y + (keys.rows == 1 ? 0 : layout.words / 2);
  std::optional<std::uint8_t> tapped;
  for (std::size_t i = 0; i < keys.count; ++i) {
    const std::size_t column = i % keys.in_row, row = i / keys.in_row;
    const Rect key{keys.begin + static_cast<float>(column) * (keys.width + keys.gap),
                   top + static_cast<float>(row) * (height + keys.gap), keys.width, height};
    const std::uint8_t vote = view.faces[i].vote;
    if (draw_key(ui, number_on_key(ui, view.kind, vote), vote, key, mark)) tapped = vote;
  }
  draw_ends(ui, view, layout, box);
  return tapped;
}

}  // namespace smilepost::kiosk
