#include "kiosk/screens/ui.h"

#include <algorithm>
#include <cmath>

#include "kiosk/text/ellipsis.h"
#include "kiosk/text/languages.h"

namespace smilepost::kiosk {

namespace {

ImVec2 top_left(const Rect& box) {
  return {box.x, box.y};
}
ImVec2 bottom_right(const Rect& box) {
  return {box.right(), box.bottom()};
}

Rect centred_square(const Rect& box, float size) {
  const float side = std::round(size);
  return {std::round(box.x + (box.w - side) / 2), std::round(box.y + (box.h - side) / 2), side,
          side};
}

}  // namespace

std::optional<std::uint64_t> ScreenState::wants_frame() const {
  const auto moving = motion.next_frame_ms();
  const auto holding = touch.next_frame_ms();
  if (moving && holding) return std::min(*moving, *holding);
  return moving ? moving : holding;
}

Ui::Ui(ImDrawList& draw_list, TextEngine& text_engine, const Catalogue& texts,
       const Display& on_display, const Theme& in_theme, Images& with_images, ScreenState& kept)
    : list(draw_list),
      engine(text_engine),
      catalogue(texts),
      display(on_display),
      theme(in_theme),
      images(with_images),
      state(kept) {}

void Ui::speak(const std::string& new_language) {
  language = new_language;
  right_to_left = is_right_to_left(new_language);
}

void Ui::begin_screen(const std::string& key, const std::string& part) {
  const auto full_key = key + "/" + language;
  if (state.screen != full_key) state.page = state.survey_page = 0;
  state.screen = full_key;
  state.touch.on_screen(full_key + part);
  state.motion.on_screen(full_key);
}

void Ui::end_screen() {
  const float veil = 1 - state.motion.shown();
  if (veil <= 0) return;
  const auto alpha = static_cast<ImU32>(veil * 255) << IM_COL32_A_SHIFT;
  fill(whole(), 0, (theme.background & ~static_cast<ImU32>(IM_COL32_A_MASK)) | alpha);
}

void Ui::dim(float share) {
  if (share <= 0) return;
  const auto all = whole().grown(mm(minimum::slip_mm));
  const auto black = static_cast<ImU32>(std::lround(share * 255)) << IM_COL32_A_SHIFT;
  list.PushClipRect(top_left(all), bottom_right(all));
  list.AddRectFilled(top_left(all), bottom_right(all), black);
  list.PopClipRect();
}

Rect Ui::mirrored(const Rect& rect) const {
  if (!right_to_left) return rect;
  return {display.width_px - rect.right(), rect.y, rect.w, rect.h};
}

std::string Ui::say(std::string_view msgid) const {
  return std::string(catalogue.text(language, msgid));
}

const std::string& Ui::language_of(const Text& text) const {
  return text.language.empty() ? language : text.language;
}

// Start and end are the screen's, also for a name in a language of the other direction.
Align Ui::align_in(const std::string& text_language, Align align) const {
  if (align == Align::centre || is_right_to_left(text_language) == right_to_left) return align;
  return align == Align::start ? Align::end : Align::start;
}

TextStyle Ui::wanted_style(const Text& text) const {
  const float least = large_text ? minimum::large_capital_mm : text.floor_mm;
  const float capital = std::max(text_mm(text.capital_mm), real_mm(least));
  return {.size_px = std::round(engine.em_for_capital(capital)),
          .weight = text.weight,
          .tracking = text.weight == Weight::bold ? -0.01F : 0,
          .line_height = text.line_height};
}

TextStyle Ui::fitted(const Text& text, float width, float height) {
  const float floor_px = engine.em_for_capital(real_mm(text.floor_mm));
  const auto style = wanted_style(text);
  return engine.fit(text.text, language_of(text), style, width, height,
                    std::min(floor_px, style.size_px));
}

ParagraphSize Ui::measure(const Text& text, float width) {
  return engine.measure(text.text, language_of(text), wanted_style(text), width, text.balanced);
}

std::string Ui::shortened(const Text& text, const TextStyle& style, float width, float height) {
  const auto& in = language_of(text);
  return kiosk::shortened(text.text, in, [&](const std::string& words) {
    const auto size = engine.measure(words, in, style, width, text.balanced);
    return size.fits && size.height <= height + 1;
  });
}

void Ui::write(const Text& text, const Rect& box) {
  write(text, box, fitted(text, box.w, box.h));
}

void Ui::write(const Text& text, const Rect& box, const TextStyle& style) {
  if (text.text.empty()) return;
  const auto& in = language_of(text);
  const auto size = engine.measure(text.text, in, style, box.w, text.balanced);
  const float room = box.h - size.height;
  const float share = text.upright == Upright::top ? 0 : text.upright == Upright::middle ? 0.5F : 1;
  const auto place = mirrored(box);
  engine.draw(list, text.text, in, style, {place.x, std::round(place.y + room * share)}, place.w,
              align_in(in, text.align), text.colour != 0 ? text.colour : theme.ink, text.balanced);
  state.registry.add(
      RegisteredText{.text = text.text,
                     .box = place,
                     .width = size.width,
                     .height = size.height,
                     .capital_mm = style.size_px / engine.em_for_capital(1) / display.px_per_mm,
                     .language = in,
                     .fits = size.fits && room >= -1});
}

void Ui::fill(const Rect& box, float radius, ImU32 colour) {
  const auto place = mirrored(box);
  list.AddRectFilled(top_left(place), bottom_right(place), colour, radius);
}

void Ui::outline(const Rect& box, float radius, float thickness, ImU32 colour) {
  const auto place = mirrored(box.inset(thickness / 2, thickness / 2));
  list.AddRect(top_left(place), bottom_right(place), colour, radius - thickness / 2, 0, thickness);
}

void Ui::icon(std::string_view name, const Rect& box, ImU32 colour) {
  const auto place = centred_square(mirrored(box), std::min(box.w, box.h));
  if (place.w < 1) return;
  const auto texture = images.icon(name, static_cast<int>(place.w));
  if (texture == nullptr) return;
  list.AddImage(texture, top_left(place), bottom_right(place), {0, 0}, {1, 1}, colour);
}

void Ui::image(const Image& image, const Rect& box) {
  const auto place = mirrored(box);
  const auto width = static_cast<float>(image.width), height = static_cast<float>(image.height);
  const ImVec2 from{std::round(place.x + (place.w - width) / 2),
                    std::round(place.y + (place.h - height) / 2)};
  list.AddImage(image.id, from, {from.x + width, from.y + height});
}

ImTextureID Ui::smiley_texture(int number, int side_px) {
  const auto* own = theme.look == nullptr ? nullptr : theme.look->smiley(number);
  if (own == nullptr) {
    const auto disc = theme.faces[static_cast<std::size_t>(number - 1)];
    return images.smiley(number, side_px, {disc, theme.background});
  }
  const auto image = images.picture(*own, side_px, side_px);
  return image ? image->id : nullptr;
}

void Ui::smiley(int number, std::uint8_t vote, const Rect& box, float scale) {
  const auto place = centred_square(mirrored(box), std::min(box.w, box.h));
  if (place.w < 1) return;
  const auto drawn = scale == 1 ? place : place.grown(-(1 - scale) / 2 * place.w);
  const auto texture = smiley_texture(number, static_cast<int>(place.w));
  if (texture != nullptr) {
    list.AddImage(texture, top_left(drawn), bottom_right(drawn));
    return;
  }
  const auto index = std::clamp<std::size_t>(vote, 1, 5) - 1;
  list.AddCircleFilled({drawn.x + drawn.w / 2, drawn.y + drawn.h / 2}, drawn.w / 2,
                       theme.faces[index], 96);
}

TargetState Ui::target(const std::string& id, const std::string& text, const Rect& hit,
                       float least_mm, Repeat repeat) {
  const auto place = mirrored(hit);
  state.registry.add(RegisteredTarget{.id = id, .rect = place, .text = text, .least_mm = least_mm});
  return state.touch.target(id, place, repeat);
}

}  // namespace smilepost::kiosk
