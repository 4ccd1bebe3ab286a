// The rating question; and the same again to change the answer.
#include <algorithm>
#include <limits>
#include <string>

#include "kiosk/screens/scale.h"
#include "kiosk/screens/screens.h"
#include "kiosk/screens/widgets.h"

namespace smilepost::kiosk {

namespace {

constexpr std::size_t most_pills = 4;
constexpr float brand_mm = 16.33F;  // high

Text brand_text(const SessionView& view) {
  return {.text = view.brand, .capital_mm = 4.9F, .weight = Weight::bold};
}

float most_brand_width(const Ui& ui) {
  return ui.display.width_px / (ui.large_text ? 2.5F : 3);
}

// As high as a button.
std::optional<Image> logo(Ui& ui) {
  if (ui.theme.look == nullptr || ui.theme.look->logo.empty()) return std::nullopt;
  return ui.images.picture(ui.theme.look->logo, static_cast<int>(most_brand_width(ui)),
                           static_cast<int>(ui.mm(brand_mm)));
}

float brand_width(Ui& ui, const SessionView& view) {
  if (ui.display.tight()) return 0;
  if (const auto image = logo(ui)) return static_cast<float>(image->width);
  if (view.brand.empty()) return 0;
  const float width = ui.measure(brand_text(view), std::numeric_limits<float>::infinity()).width;
  return std::min(width, most_brand_width(ui)) + 2;
}

void draw_brand(Ui& ui, const SessionView& view, float width) {
  if (width <= 0) return;
  const Rect box{side_margin(ui), ui.mm(4.4F), width, ui.mm(brand_mm)};
  if (const auto image = logo(ui)) return ui.image(*image, box);
  ui.write(brand_text(view), box);
}

Button pill(const LanguageView& language, bool chosen) {
  return {.id = "language-" + language.language,
          .text = language.autonym,
          .pill = true,
          .muted = !chosen,
          .selected = chosen,
          .weight = Weight::regular,
          .padding_mm = 5.4F,
          .language = language.language};
}

// The first `count` languages; the one in force is always among them.
std::vector<Button> pills(const SessionView& view, std::size_t count) {
  std::vector<Button> result;
  bool shown = false;
  for (const auto& language : view.languages) {
    const bool chosen = language.language == view.language;
    if (!chosen && !shown && result.size() + 1 >= count) continue;
    if (result.size() == count) break;
    result.push_back(pill(language, chosen));
    shown = shown || chosen;
  }
  return result;
}

// As many autonyms as have room, the rest behind the globe.
std::vector<Button> language_buttons(Ui& ui, const SessionView& view, float room) {
  const std::size_t all = view.languages.size();
  if (all < 2) return {};
  if (ui.display.tight()) return {globe_button()};
  const float gap = ui.mm(3.75F);
  for (std::size_t count = std::min(all, most_pills); count > 0; --count) {
    auto buttons = pills(view, count);
    if (count < all) buttons.push_back(globe_button());
    float width = 0;
    for (const auto& one : buttons) width += wanted_width(ui, one) + gap;
    if (width <= room) return buttons;
  }
  return {globe_button()};
}

std::optional<Intent> language_intent(const std::optional<std::string>& tapped) {
  constexpr std::string_view prefix = "language-";
  if (tapped && tapped->starts_with(prefix)) return ChooseLanguage{tapped->substr(prefix.size())};
  return common_intent(tapped);
}

struct Header {
  std::optional<Intent> intent;
  float bottom = 0;
};

Header home_header(Ui& ui, const SessionView& view) {
  const float brand = brand_width(ui, view);
  const float taken = std::max(side_margin(ui) + brand, ui.real_mm(staff_corner_mm));
  const float figure =
      std::max(wanted_width(ui, figure_button(ui, view)), ui.real_mm(minimum::button_mm));
  const float room = ui.display.width_px - side_margin(ui) - taken - figure - ui.mm(2 * 3.4F);
  auto at_end = language_buttons(ui, view, room);
  at_end.push_back(figure_button(ui, view));
  const auto row = top_row(ui, {}, at_end);
  const float bottom = std::max(row.bottom, ui.real_mm(minimum::button_mm));
  draw_brand(ui, view, brand);
  auto intent = language_intent(row.tapped);
  if (auto staff = staff_corner(ui)) intent = staff;
  return {intent, bottom};
}

Header change_header(Ui& ui, const SessionView& view) {
  std::vector<Button> at_end = {new_visitor_button(ui)};
  add_help(ui, view, at_end);
  // Four faces of 30 mm leave a narrow display no second row.
  const auto rows = ui.display.narrow() ? Rows::one : Rows::as_needed;
  const auto row = top_row(ui, {back_button(ui, ui.say("Keep it"))}, at_end, rows);
  return {common_intent(row.tapped), row.bottom};
}

}  // namespace

std::optional<Intent> draw_home(Ui& ui, const SessionView& view) {
  const bool changing = view.stage == Stage::change_answer;
  const auto header = changing ? change_header(ui, view) : home_header(ui, view);
  const auto question = question_text(ui, changing ? ui.say("Change your answer") : view.question);

  // White is shared out as 27 : 41 : 32 above the question, below it and below the faces; where
  // there is none left, faces give way down to 30 mm, then the question.
  const float top = header.bottom + ui.real_mm(1);
  const float bottom = ui.display.height_px - ui.real_mm(1);
  const float margin = ui.display.tight() ? ui.mm(3.4F) : ui.mm(11.9F);
  const float width = ui.display.width_px - 2 * margin;
  const auto faces = scale_height(ui, view);
  const float gap = ui.real_mm(2);
  const auto style = ui.fitted(question, width, bottom - top - faces.least - 2 * gap);
  const float question_height =
      ui.engine.measure(question.text, ui.language, style, width, true).height;
  const float faces_room = bottom - top - question_height - 2 * gap;
  const float faces_h = std::clamp(faces_room, faces.least, faces.wanted);
  const float white = std::max(0.0F, bottom - top - question_height - faces_h);
  const float question_y = top + 0.27F * white;
  ui.write(question, {margin, question_y, width, question_height + 1}, style);

  const Rect row{0, question_y + question_height + 0.41F * white, ui.display.width_px, faces_h};
  if (const auto vote = draw_scale(ui, view, row)) return TapFace{*vote};
  return header.intent;
}

}  // namespace smilepost::kiosk
