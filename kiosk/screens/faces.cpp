#include "kiosk/screens/faces.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace smilepost::kiosk {

namespace {

constexpr float face_mm = 41.5F;
constexpr float column_mm = 49.5F;  // at most
constexpr float row_gap_mm = 3.4F;
constexpr float ring_mm = 1;
constexpr float ring_gap_mm = 1.4F;
constexpr float own_ring_radius = 0.36F;  // a share of its width
constexpr float pressed_scale = 0.93F;

// Side by side; standing, one below the other with the word beside; or two by two.
enum class Arrangement : std::uint8_t { row, column, grid };

Arrangement arrangement(const Ui& ui) {
  if (!ui.display.portrait()) return Arrangement::row;
  return ui.display.narrow() ? Arrangement::grid : Arrangement::column;
}

std::size_t in_one_line(const Ui& ui, std::size_t count) {
  return arrangement(ui) == Arrangement::grid ? std::min<std::size_t>(count, 2) : count;
}
std::size_t lines_of(const Ui& ui, std::size_t count) {
  const std::size_t one = in_one_line(ui, count);
  return (count + one - 1) / one;
}

// In the column: above the face, between face and word, below the word.
struct Padding {
  float above = 2.5F, between = 4, below = 3.2F;
  float total() const { return above + between + below; }
};
Padding padding(const Ui& ui) {
  return ui.display.tight() ? Padding{1.2F, 2.6F, 1} : Padding{};
}

struct Place {
  Rect target, face, word;
};

struct Columns {
  float margin = 0, width = 0, step = 0;
};

Columns columns_of(const Ui& ui, std::size_t count) {
  const float margin = ui.display.tight() ? ui.mm(2) : ui.mm(6.8F);
  const float gap = ui.real_mm(minimum::gap_mm) + 1;
  const auto n = static_cast<float>(count);
  const float room = ui.display.width_px - 2 * margin;
  const float width = std::min((room - (n - 1) * gap) / n, ui.mm(column_mm));
  // Beside the outer columns as much white as between two: no face stands at the very edge.
  const float step = count > 1 ? std::min((room - width) / (n - 1), 1.25F * ui.mm(column_mm)) : 0;
  return {(ui.display.width_px - width - (n - 1) * step) / 2, width, step};
}

Text word_of(const Ui& ui, const FaceView& face) {
  const bool beside = arrangement(ui) == Arrangement::column;
  return {.text = face.label,
          .capital_mm = beside               ? 7.0F
                        : ui.display.tight() ? 4.9F
                                             : 5.6F,
          .align = beside ? Align::start : Align::centre,
          .upright = beside ? Upright::middle : Upright::top,
          .line_height = 1.15F};
}

// One size for all, so that no answer speaks louder than another.
TextStyle words_style(Ui& ui, const std::vector<FaceView>& faces, float width, float height) {
  TextStyle smallest;
  smallest.size_px = std::numeric_limits<float>::max();
  for (const auto& face : faces) {
    const auto style = ui.fitted(word_of(ui, face), width, height);
    if (style.size_px < smallest.size_px) smallest = style;
  }
  return smallest;
}

float line_px(const Ui& ui, const std::vector<FaceView>& faces) {
  if (faces.empty()) return 0;
  const auto style = ui.wanted_style(word_of(ui, faces.front()));
  return std::ceil(style.size_px * style.line_height);
}

// A second line only where a word would have to shrink below what can be read at arm's length.
float words_px(Ui& ui, const std::vector<FaceView>& faces, float width) {
  const float line = line_px(ui, faces);
  const auto style = words_style(ui, faces, width, line);
  const float least = ui.engine.em_for_capital(ui.real_mm(ui.readable_mm()));
  bool fits = style.size_px >= least - 1;
  for (const auto& face : faces) {
    fits = fits && ui.engine.measure(face.label, ui.language, style, width).height <= line + 1;
  }
  return fits ? line : 2 * line;
}

float largest_face(const Ui& ui, float column) {
  return std::min(ui.mm(face_mm), column - 2 * ui.mm(ring_mm + ring_gap_mm));
}

Place in_column(Ui& ui, const Columns& columns, std::size_t index, const Rect& box, float words) {
  const float x = columns.margin + static_cast<float>(index) * columns.step;
  const float rest = ui.mm(padding(ui).total()) + words;
  const float side = std::min(largest_face(ui, columns.width), box.h - rest);
  const Rect face{x + (columns.width - side) / 2, box.y + ui.mm(padding(ui).above), side, side};
  return {{x, box.y, columns.width, box.h},
          face,
          {x, face.bottom() + ui.mm(padding(ui).between), columns.width, words}};
}

Place in_row(const Ui& ui, std::size_t index, std::size_t count, const Rect& box) {
  const float gap = ui.mm(row_gap_mm);
  const auto n = static_cast<float>(count);
  const float height = (box.h - (n - 1) * gap) / n;
  const float y = box.y + static_cast<float>(index) * (height + gap);
  const Rect target{ui.mm(6.1F), y, ui.display.width_px - 2 * ui.mm(6.1F), height};
  const float side = std::min(ui.mm(face_mm), height - ui.mm(2));
  const Rect face{ui.mm(15.3F), y + (height - side) / 2, side, side};
  const float words_x = face.right() + ui.mm(7.8F);
  return {target, face, {words_x, y, target.right() - ui.mm(3) - words_x, height}};
}

// Of a grid, the box of the line that this face stands in.
Rect line_box(const Ui& ui, std::size_t index, std::size_t count, const Rect& box) {
  const auto lines = static_cast<float>(lines_of(ui, count));
  const float gap = ui.real_mm(minimum::gap_mm) + 1;
  const float height = (box.h - (lines - 1) * gap) / lines;
  const std::size_t line = index / in_one_line(ui, count);
  return {box.x, box.y + static_cast<float>(line) * (height + gap), box.w, height};
}

void draw_ring(Ui& ui, const Rect& face) {
  const auto place = ui.mirrored(face);
  const float thickness = std::round(ui.mm(ring_mm));
  if (ui.theme.look != nullptr && !ui.theme.look->smileys.empty()) {
    const auto around = face.grown(ui.mm(ring_gap_mm) + thickness);  // they may be of any shape
    return ui.outline(around, around.w * own_ring_radius, thickness, ui.theme.accent);
  }
  ui.list.AddCircle({std::round(place.x + place.w / 2), std::round(place.y + place.h / 2)},
                    place.w / 2 + ui.mm(ring_gap_mm) + thickness / 2, ui.theme.accent, 128,
                    thickness);
}

bool draw_one(Ui& ui, const FaceView& face, const Place& place, const TextStyle& style,
              const FaceMark& mark) {
  const auto state =
      ui.target(fmt::format("face-{}", face.vote), face.label, place.target, minimum::face_mm);
  const bool pressed = state.pressed || mark.kept == face.vote;
  if (pressed) {
    const auto index = std::clamp<std::size_t>(face.smiley, 1, 5) - 1;
    ui.fill(place.target, ui.mm(6.1F), mixed(ui.theme.faces[index], ui.theme.background, 0.10F));
  }
  ui.smiley(face.smiley, face.smiley, place.face, pressed ? pressed_scale : mark.breath);
  if (mark.ringed == face.vote) draw_ring(ui, place.face);
  ui.write(word_of(ui, face), place.word, style);
  return state.committed;
}

}  // namespace

ScaleHeight faces_height(Ui& ui, const std::vector<FaceView>& faces) {
  const auto n = static_cast<float>(faces.size());
  const float least_face = ui.real_mm(minimum::face_mm);
  if (arrangement(ui) == Arrangement::column) {
    const float gaps = (n - 1) * ui.mm(row_gap_mm);
    return {n * ui.mm(34.2F) + gaps, n * (least_face + ui.mm(2)) + gaps};
  }
  const auto columns = columns_of(ui, in_one_line(ui, faces.size()));
  const auto lines = static_cast<float>(lines_of(ui, faces.size()));
  const float gaps = (lines - 1) * (ui.real_mm(minimum::gap_mm) + 1);
  const float rest = ui.mm(padding(ui).total()) + words_px(ui, faces, columns.width);
  return {lines * (rest + largest_face(ui, columns.width)) + gaps,
          lines * (rest + least_face) + gaps};
}

std::optional<std::uint8_t> draw_faces(Ui& ui, const std::vector<FaceView>& faces, const Rect& box,
                                       const FaceMark& mark) {
  if (faces.empty()) return std::nullopt;
  const std::size_t count = faces.size(), in_line = in_one_line(ui, count);
  const bool beside = arrangement(ui) == Arrangement::column;
  const auto columns = columns_of(ui, in_line);
  const float words = beside ? 0 : words_px(ui, faces, columns.width);
  const auto place_of = [&](std::size_t i) {
    return beside ? in_row(ui, i, count, box)
                  : in_column(ui, columns, i % in_line, line_box(ui, i, count, box), words);
  };
  const auto sample = place_of(0);
  const auto style = words_style(ui, faces, sample.word.w, sample.word.h);
  std::optional<std::uint8_t> tapped;
  for (std::size_t i = 0; i < count; ++i) {
    if (draw_one(ui, faces[i], place_of(i), style, mark)) tapped = faces[i].vote;
  }
  return tapped;
}

}  // namespace smilepost::kiosk
