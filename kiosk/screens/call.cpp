// "Could somebody come?", from the question to the answer. Says only what is so.
#include <algorithm>
#include <array>
#include <vector>

#include "kiosk/screens/screens.h"
#include "kiosk/screens/widgets.h"

namespace smilepost::kiosk {

namespace {

// Answers a finger that waits for one.
struct Choice {
  Button button;
  Intent means;
};

std::string title_of(const Ui& ui, CallStage stage) {
  switch (stage) {
    case CallStage::confirm:
      return ui.say("Call a colleague to this screen?");
    case CallStage::asking:
      return ui.say("Asking the team…");
    case CallStage::coming:
      return ui.say("A colleague is coming");
    case CallStage::nobody:
    case CallStage::closed:
      break;
  }
  return ui.say("Nobody is free right now.");
}

std::string with_place(const Ui& ui, std::string_view msgid, const CallView& call) {
  return ui.catalogue.text(ui.language, msgid, {{"place", call.place}});
}

// What stands below the title, a paragraph each.
std::vector<std::string> asides_of(const Ui& ui, const CallView& call) {
  if (call.stage == CallStage::nobody) return {with_place(ui, "Please ask at {place}.", call)};
  if (call.stage != CallStage::asking) return {};
  return {ui.say("Nobody has answered yet."), with_place(ui, "You can also ask at {place}.", call)};
}

Text aside_text(const std::string& words) {
  return {.text = words,
          .capital_mm = 5.2F,
          .align = Align::centre,
          .upright = Upright::top,
          .balanced = true,
          .line_height = 1.3F};
}

struct Paragraph {
  Text text;
  TextStyle style;
  float height = 0;
};

// In the size that lets it have its share of the room.
Paragraph paragraph_for(Ui& ui, const Text& text, float width, float room) {
  const auto style = ui.fitted(text, width, room);
  return {text, style, ui.engine.measure(text.text, ui.language, style, width, true).height};
}

// The title takes what it needs of the room, the asides share the rest: what one leaves is the next
// one’s.
std::vector<Paragraph> words_for(Ui& ui, const CallView& call, float width, float room) {
  const auto asides = asides_of(ui, call);
  const Text title = question_text(ui, title_of(ui, call.stage));
  std::vector<Paragraph> words{paragraph_for(ui, title, width, asides.empty() ? room : room / 2)};
  float rest = room - words.front().height;
  for (std::size_t i = 0; i < asides.size(); ++i) {
    const float share = rest / static_cast<float>(asides.size() - i);
    words.push_back(paragraph_for(ui, aside_text(asides[i]), width, share));
    rest -= words.back().height + 1;
  }
  return words;
}

void draw_disc(Ui& ui, CallStage stage, const Rect& round) {
  const bool coming = stage == CallStage::coming;
  ui.fill(round, round.w / 2, mixed(ui.theme.ink, ui.theme.background, 0.05F));
  ui.icon(coming ? "tick" : "bell", round.inset(round.w * 0.23F, round.h * 0.23F), ui.theme.ink);
}

void draw_words(Ui& ui, const CallView& call, const Rect& box) {
  const float unit = ui.crowded() ? 0.6F : 1;
  const float disc = ui.mm(29 * unit);
  const float below_disc = ui.mm(6 * unit), below_title = ui.mm(3);
  const float room = box.h - disc - below_disc - below_title;
  const auto words = words_for(ui, call, box.w, room);
  float white = room;
  for (const auto& paragraph : words) white -= paragraph.height + 1;
  float y = box.y + std::max(0.0F, white * 0.35F);
  draw_disc(ui, call.stage, {box.x + (box.w - disc) / 2, y, disc, disc});
  y += disc + below_disc;
  for (const auto& paragraph : words) {
    ui.write(paragraph.text, {box.x, y, box.w, paragraph.height + 1}, paragraph.style);
    y += paragraph.height + 1 + (&paragraph == &words.front() ? below_title : 0);
  }
}

// Side by side, the way back first.
std::optional<Intent> draw_choices(Ui& ui, const Rect& box) {
  const std::array<Choice, 2> choices{
      Choice{{.id = "call-no", .text = ui.say("No")}, CallNobody{}},
      Choice{{.id = "call-yes", .text = ui.say("Yes"), .look = ButtonLook::filled},
             CallColleague{}}};
  const float gap = std::max(ui.mm(6), ui.real_mm(minimum::gap_mm) + 1);
  const float width = std::min((box.w - gap) / 2, ui.mm(60));
  float x = box.x + (box.w - 2 * width - gap) / 2;
  std::optional<Intent> intent;
  for (const auto& choice : choices) {
    if (button(ui, choice.button, {x, box.y, width, box.h})) intent = choice.means;
    x += width + gap;
  }
  return intent;
}

}  // namespace

bool offers_bell(const Ui& ui, const SessionView& view) {
  return view.call.offered && !ui.display.narrow();
}

Button bell_button() {
  return {.id = "bell", .icon = "bell"};
}

std::optional<Intent> draw_call(Ui& ui, const SessionView& view) {
  std::vector<Button> at_end = {new_visitor_button(ui)};
  add_help(ui, view, at_end);
  const auto row = top_row(ui, {back_button(ui, ui.say("Back"))}, at_end);
  auto intent = common_intent(row.tapped);

  const float margin = ui.display.tight() ? side_margin(ui) : ui.mm(14);
  const float height = std::max(ui.mm(20), ui.real_mm(minimum::button_mm) + 1);
  const float bottom = ui.display.height_px - ui.mm(ui.display.tight() ? 3 : 8);
  const bool asks = view.call.stage == CallStage::confirm;
  const float words_bottom = asks ? bottom - height - ui.mm(3) : bottom;
  const float top = row.bottom + ui.mm(2);
  draw_words(ui, view.call, {margin, top, ui.display.width_px - 2 * margin, words_bottom - top});
  if (!asks) return intent;
  const Rect place{margin, bottom - height, ui.display.width_px - 2 * margin, height};
  if (auto chosen = draw_choices(ui, place)) intent = chosen;
  return intent;
}

}  // namespace smilepost::kiosk
