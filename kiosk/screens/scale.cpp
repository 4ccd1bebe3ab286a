#include "kiosk/screens/scale.h"

#include "kiosk/screens/number_keys.h"
#include "kiosk/screens/yes_no.h"

namespace smilepost::kiosk {

namespace {

bool has_numbers(QuestionKind kind) {
  return kind == QuestionKind::nps || kind == QuestionKind::effort;
}

// On the way to the disk it stays as pressed; in force, and about to be changed, it is ringed.
FaceMark mark_of(Ui& ui, const SessionView& view) {
  FaceMark mark;
  (view.keeping ? mark.kept : mark.ringed) = view.given;
  const bool breathes = view.look != nullptr && view.look->breathes;
  if (breathes && view.stage == Stage::home) mark.breath = ui.state.motion.breath();
  return mark;
}

// A disc in ink that holds something: as heavy on the screen as a face.
Rect draw_disc(Ui& ui, const Rect& box) {
  const float side = std::min(box.w, box.h);
  const Rect disc{box.x + (box.w - side) / 2, box.y + (box.h - side) / 2, side, side};
  ui.fill(disc, side / 2, ui.theme.ink);
  return disc;
}

}  // namespace

ScaleHeight scale_height(Ui& ui, const SessionView& view) {
  if (has_numbers(view.kind)) return number_keys_height(ui, view);
  if (view.kind == QuestionKind::yes_no) return yes_no_height(ui);
  return faces_height(ui, view.faces);
}

std::optional<std::uint8_t> draw_scale(Ui& ui, const SessionView& view, const Rect& box) {
  const auto mark = mark_of(ui, view);
  if (has_numbers(view.kind)) return draw_number_keys(ui, view, box, mark);
  if (view.kind == QuestionKind::yes_no) return draw_yes_no(ui, view.faces, box, mark);
  return draw_faces(ui, view.faces, box, mark);
}

void draw_first_answer(Ui& ui, const SessionView& view, const Rect& box) {
  const FaceView& face = *view.first_answer;
  if (face.smiley != 0) return ui.smiley(face.smiley, face.smiley, box);
  const auto disc = draw_disc(ui, box);
  if (!face.icon.empty()) {
    return ui.icon(face.icon, disc.grown(-0.24F * disc.w), ui.theme.background);
  }
  const float capital_mm = 0.36F * disc.w / ui.mm(1);
  ui.write({.text = number_on_key(ui, view.first_kind, face.vote),
            .capital_mm = capital_mm,
            .weight = Weight::bold,
            .colour = ui.theme.background,
            .align = Align::centre},
           disc);
}

}  // namespace smilepost::kiosk
