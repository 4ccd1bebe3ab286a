#include "kiosk/screens/widgets.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace smilepost::kiosk {

namespace {

constexpr float icon_mm = 8.5F;
constexpr float icon_gap_mm = 3.7F;
constexpr float radius_mm = 4.4F;
constexpr float edge_mm = 0.34F;
constexpr float card_edge_mm = 0.5F;
constexpr float chosen_share = 0.09F;  // of accent in the tint
constexpr float option_icon_mm = 8.5F;

struct Colours {
  ImU32 fill = 0;  // 0: none
  ImU32 edge = 0;
  ImU32 ink = 0;
};

Colours colours_of(const Theme& theme, const Button& button, bool pressed) {
  Colours result;
  switch (button.look) {
    case ButtonLook::outline:
      result = {theme.background, theme.edge, theme.ink};
      break;
    case ButtonLook::quiet:
      result = {0, 0, theme.ink};
      break;
    case ButtonLook::filled:
      result = {theme.accent, theme.accent, theme.on_accent};
      break;
    case ButtonLook::inverse:
      result = {theme.ink, theme.background, theme.background};
      break;
    case ButtonLook::inverse_filled:
      result = {theme.background, theme.background, theme.ink};
      break;
  }
  if (button.muted) result.ink = theme.muted;
  if (button.selected) result.edge = theme.ink;
  if (!button.enabled) {
    result.ink = theme.disabled;
    if (result.edge != 0) result.edge = theme.disabled;
  }
  if (pressed) {
    result.fill = mixed(result.ink, result.fill != 0 ? result.fill : theme.background, 0.14F);
    result.edge = result.ink;
  }
  return result;
}

Text words_of(const Button& button, ImU32 ink) {
  return {.text = button.text,
          .capital_mm = button.capital_mm,
          .weight = button.selected ? Weight::bold : button.weight,
          .colour = ink,
          .align = Align::centre,
          .line_height = 1.15F,
          .language = button.language};
}

// Icon and words together stand in the middle.
void draw_content(Ui& ui, const Button& button, const Rect& box, ImU32 ink) {
  const float icon = button.icon.empty() ? 0 : ui.text_mm(icon_mm);
  if (button.text.empty()) return ui.icon(button.icon, box.inset((box.w - icon) / 2, 0), ink);
  const auto room = box.inset(ui.mm(std::min(button.padding_mm, 2.2F)), ui.mm(1));
  const float gap = button.icon.empty() ? 0 : ui.mm(icon_gap_mm);
  const auto words = words_of(button, ink);
  const auto style = ui.fitted(words, room.w - icon - gap, room.h);
  const auto& language = button.language.empty() ? ui.language : button.language;
  const auto size = ui.engine.measure(button.text, language, style, room.w - icon - gap);
  const float start = room.x + (room.w - icon - gap - size.width) / 2;
  if (!button.icon.empty()) ui.icon(button.icon, {start, box.y, icon, box.h}, ink);
  ui.write(words, {start + icon + gap - 1, room.y, size.width + 2, room.h}, style);
}

}  // namespace

float wanted_width(Ui& ui, const Button& button) {
  const float height = ui.mm(16.33F);
  if (button.text.empty()) return height;
  const auto words = words_of(button, 0);
  const float width = ui.measure(words, std::numeric_limits<float>::infinity()).width;
  const float icon = button.icon.empty() ? 0 : ui.text_mm(icon_mm) + ui.mm(icon_gap_mm);
  return std::ceil(width + icon + 2 * ui.mm(button.padding_mm)) + 2;
}

Rect hit_area(const Ui& ui, const Rect& shown) {
  const float least = ui.real_mm(minimum::button_mm);
  return shown.inset(-std::max(0.0F, least - shown.w) / 2, -std::max(0.0F, least - shown.h) / 2);
}

bool button(Ui& ui, const Button& button, const Rect& shown, const Rect& hit) {
  TargetState state;
  if (button.enabled) {
    const bool key = button.repeat == Repeat::allowed;  // of the PIN pad
    state = ui.target(button.id, button.text.empty() ? button.icon : button.text, hit,
                      key ? minimum::key_mm : minimum::button_mm, button.repeat);
  }
  const auto colours = colours_of(ui.theme, button, state.pressed);
  const bool round = button.pill || button.text.empty();
  const float radius = round ? shown.h / 2 : ui.mm(radius_mm);
  if (colours.fill != 0) ui.fill(shown, radius, colours.fill);
  if (colours.edge != 0) ui.outline(shown, radius, ui.edge_px(edge_mm), colours.edge);
  draw_content(ui, button, shown, colours.ink);
  return state.committed;
}

bool button(Ui& ui, const Button& spec, const Rect& shown) {
  return button(ui, spec, shown, hit_area(ui, shown));
}

namespace {

// Where cells are narrow, the words get the room.
struct OptionMeasures {
  float box, padding, between, after;  // mm
};
OptionMeasures measures(const Ui& ui) {
  if (ui.display.display_class() != DisplayClass::normal) return {6, 2.4F, 2.2F, 1.5F};
  if (ui.large_text) return {9.5F, 3, 2.8F, 2};
  return {7.5F, 4.2F, 3.4F, 2.8F};
}

// Where they are narrowest, there is no box, and what is chosen has a tick in its corner. A single
// choice is made by the tap: a picture stands in the place of its box.
bool has_box(const Ui& ui, const Option& option, float width) {
  if (option.single && !option.icon.empty()) return false;
  return !ui.display.narrow() || width >= ui.mm(45);
}

Text option_words(const Option& option, bool bold) {
  return {.text = option.text,
          .capital_mm = option_capital_mm,
          .weight = bold ? Weight::bold : Weight::regular,
          .line_height = 1.12F,
          .language = option.language};
}

// Where the picture begins; without one, the words.
float before_words(const Ui& ui, const Option& option, float width) {
  const auto mm = measures(ui);
  if (has_box(ui, option, width)) return ui.mm(mm.padding + mm.box + mm.between);
  return ui.mm(option.icon.empty() ? mm.after : mm.padding);
}

Rect words_box(const Ui& ui, const Option& option, const Rect& box) {
  const auto mm = measures(ui);
  const float icon = option.icon.empty() ? 0 : ui.mm(option_icon_mm + mm.between);
  const float before = before_words(ui, option, box.w) + icon;
  return {box.x + before, box.y + ui.mm(1), box.w - before - ui.mm(mm.after), box.h - ui.mm(2)};
}

void draw_option_icon(Ui& ui, const Option& option, const Rect& box) {
  if (option.icon.empty()) return;
  const float x = box.x + before_words(ui, option, box.w);
  ui.icon("reasons/" + option.icon, {x, box.y, ui.mm(option_icon_mm), box.h}, ui.theme.ink);
}

Rect check_box_at(const Ui& ui, const Option& option, const Rect& box) {
  const float size = std::round(ui.mm(measures(ui).box));
  if (option.text.empty()) {
    return {box.x + (box.w - size) / 2, std::round(box.y + (box.h - size) / 2), size, size};
  }
  if (has_box(ui, option, box.w)) {
    return {box.x + ui.mm(measures(ui).padding), std::round(box.y + (box.h - size) / 2), size,
            size};
  }
  const float inside = ui.mm(1);
  return {box.right() - size - inside, box.y + inside, size, size};
}

void draw_check_box(Ui& ui, const Option& option, const Rect& box, ImU32 edge) {
  const auto square = check_box_at(ui, option, box);
  const float radius = option.single ? square.w / 2 : ui.mm(1.7F);
  if (option.chosen) {
    ui.fill(square, radius, ui.theme.accent);
    ui.icon("tick", square.inset(square.w * 0.14F, square.w * 0.14F), ui.theme.on_accent);
  } else if (option.text.empty() || has_box(ui, option, box.w)) {
    ui.outline(square, radius, ui.edge_px(card_edge_mm), edge);
  }
}

}  // namespace

ImU32 card(Ui& ui, const Card& card, const Rect& box) {
  const auto& theme = ui.theme;
  const float radius = ui.mm(card.radius_mm);
  const ImU32 edge = card.chosen ? theme.accent : card.pressed ? theme.ink : theme.edge;
  if (card.pressed) {
    ui.fill(box, radius, mixed(theme.ink, theme.background, card.pressed_share));
  } else if (card.chosen) {
    ui.fill(box, radius, mixed(theme.accent, theme.background, chosen_share));
  }
  const bool thick = card.chosen && card.ringed;
  ui.outline(box, radius, ui.edge_px(thick ? 2 * card_edge_mm : card_edge_mm), edge);
  return edge;
}

Text question_text(const Ui& ui, const std::string& words) {
  return {.text = words,
          .capital_mm = ui.display.tight() ? minimum::question_capital_mm : 8.0F,
          .floor_mm = minimum::capital_mm,
          .weight = Weight::bold,
          .align = Align::centre,
          .upright = Upright::top,
          .balanced = true,
          .line_height = 1.16F};
}

TextStyle option_style(Ui& ui, const std::vector<Option>& options, float width, float height) {
  TextStyle smallest;
  smallest.size_px = std::numeric_limits<float>::max();
  for (const auto& one : options) {
    const auto room = words_box(ui, one, {0, 0, width, height});
    // Bold is wider: the size must not jump when it is chosen.
    const auto style = ui.fitted(option_words(one, true), room.w, room.h);
    if (style.size_px < smallest.size_px) smallest = style;
  }
  return smallest;
}

bool option(Ui& ui, const Option& option, const Rect& box, const TextStyle& style) {
  TargetState state;
  if (option.enabled) state = ui.target(option.id, option.text, box);
  const ImU32 edge =
      card(ui, {.radius_mm = radius_mm, .pressed = state.pressed, .chosen = option.chosen}, box);
  draw_check_box(ui, option, box, edge);
  draw_option_icon(ui, option, box);
  const auto room = words_box(ui, option, box);
  auto words = option_words(option, option.chosen);
  if (option.may_shorten) {
    words.text = ui.shortened(option_words(option, true), style, room.w, room.h);
  }
  auto words_style = style;
  words_style.weight = option.chosen ? Weight::bold : Weight::regular;
  words_style.tracking = option.chosen ? -0.01F : 0;
  ui.write(words, room, words_style);
  return state.committed;
}

Page page_of(std::size_t items, std::size_t cells, std::size_t page) {
  if (items <= cells) return {0, items, false};
  const std::size_t per_page = std::max<std::size_t>(cells, 2) - 1;
  const std::size_t pages = (items + per_page - 1) / per_page;
  const std::size_t begin = page % pages * per_page;
  return {begin, std::min(items, begin + per_page), true};
}

}  // namespace smilepost::kiosk
