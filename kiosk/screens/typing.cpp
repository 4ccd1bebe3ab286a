// An address and a code are typed. Keys stand as on a keyboard where ten stand side by side, else
// by the alphabet; from left to right in every language, as what they write is.
#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "kiosk/screens/screens.h"
#include "kiosk/screens/widgets.h"

namespace smilepost::kiosk {

namespace {

constexpr float least_key_mm = 9;
constexpr std::string_view by_keyboard = "1234567890qwertyuiopasdfghjkl-zxcvbnm.:/";
constexpr std::string_view by_alphabet = "1234567890abcdefghijklmnopqrstuvwxyz-.:/";

struct Keys {
  std::string_view order;
  std::size_t columns = 10;
  float gap = 0, width = 0;
};

Keys keys_in(const Ui& ui, float width) {
  const float gap = ui.real_mm(minimum::gap_mm) + 1;
  for (const std::size_t columns : std::array<std::size_t, 4>{10, 8, 7, 6}) {
    const auto across = static_cast<float>(columns);
    const float key = std::floor((width - (across - 1) * gap) / across);
    if (key >= ui.real_mm(least_key_mm) + 1 || columns == 6)
      return {columns == 10 ? by_keyboard : by_alphabet, columns, gap, key};
  }
  return {};
}

bool draw_key(Ui& ui, char character, const Rect& place) {
  const std::string face(1, character);
  const auto state =
      ui.target(fmt::format("key-{}", character), face, place, least_key_mm, Repeat::allowed);
  const float radius = ui.mm(2);
  if (state.pressed) ui.fill(place, radius, mixed(ui.theme.ink, ui.theme.background, 0.14F));
  ui.outline(place, radius, ui.edge_px(0.4F), state.pressed ? ui.theme.ink : ui.theme.edge);
  ui.write({.text = face, .capital_mm = 5, .align = Align::centre, .language = "en"}, place);
  return state.committed;
}

std::optional<Intent> draw_keys(Ui& ui, const Rect& box) {
  const auto keys = keys_in(ui, box.w);
  const std::size_t needed = (keys.order.size() + keys.columns - 1) / keys.columns;
  const auto rows = static_cast<float>(needed);
  const float height = std::min(std::floor((box.h - (rows - 1) * keys.gap) / rows), ui.mm(17));
  std::optional<Intent> intent;
  for (std::size_t i = 0; i < keys.order.size(); ++i) {
    const std::size_t before = i / keys.columns;
    const auto column = static_cast<float>(i % keys.columns), row = static_cast<float>(before);
    const Rect key{box.x + column * (keys.width + keys.gap), box.y + row * (height + keys.gap),
                   keys.width, height};
    if (draw_key(ui, keys.order[i], ui.mirrored(key))) intent = TypeCharacter{keys.order[i]};
  }
  return intent;
}

// Its end is what somebody looks at who types.
std::string end_of(Ui& ui, const Text& text, float width) {
  std::string end = text.text;
  Text probe = text;
  while (!end.empty()) {
    probe.text = end.size() == text.text.size() ? end : "…" + end;
    if (ui.measure(probe, 10 * ui.display.width_px).width <= width) return probe.text;
    end.erase(0, 1);
  }
  return end;
}

void draw_typed(Ui& ui, const std::string& typed, const Rect& box) {
  ui.outline(box, ui.mm(2), ui.edge_px(0.6F), ui.theme.accent);
  Text text{.text = typed,
            .capital_mm = ui.display.tight() ? 4.2F : 5.4F,
            .weight = Weight::bold,
            .language = "en"};
  const auto room = box.inset(ui.mm(3), ui.mm(0.5F));
  text.text = end_of(ui, text, room.w - 2);
  ui.write(text, room);
}

std::string words_of(const Ui& ui, const ConnectionView& connection) {
  if (connection.problem == ConnectionProblem::no_address)
    return ui.say("This is no address. Please check it.");
  if (connection.problem == ConnectionProblem::no_code)
    return ui.say("Something is mistyped. Please check the code.");
  return ui.say(connection.page == ConnectionPage::code ? "Enrolment code" : "Server address");
}

}  // namespace

std::optional<Intent> draw_typing(Ui& ui, const StaffView& staff) {
  const auto& connection = staff.connection;
  const Button back = back_button(ui, ui.say("Back"));
  const Button erase{.id = "erase", .icon = "erase", .repeat = Repeat::locked};
  const bool last = connection.page == ConnectionPage::code;
  const Button next{
      .id = "next", .text = ui.say(last ? "Connect" : "Next"), .look = ButtonLook::filled};
  // A small display's keys need all of its height: what erases stands in the row above.
  const bool small = ui.display.small();
  const auto row = top_row(ui, small ? std::vector{back, erase} : std::vector{back}, {next});
  std::optional<Intent> intent;
  if (row.tapped == back.id) intent = LeaveStaff{};
  if (row.tapped == erase.id) intent = EraseCharacter{};
  if (row.tapped == next.id) intent = FinishEntry{};

  const float margin = ui.display.tight() ? ui.mm(3) : ui.mm(10.2F);
  const float width = ui.display.width_px - 2 * margin;
  const bool faulty = connection.problem != ConnectionProblem::none;
  const float words_mm = small ? 6.0F : ui.display.portrait() ? 18.0F : 10.0F;
  const Rect words{margin, row.bottom, width, ui.mm(words_mm)};
  const float erase_w = std::max(ui.real_mm(minimum::button_mm) + 1, ui.mm(20));
  const float gap = ui.real_mm(minimum::gap_mm) + 1;
  const Rect typed{margin, words.bottom(), width - (small ? 0 : erase_w + gap),
                   small ? ui.mm(8.5F) : erase_w};
  ui.write({.text = words_of(ui, connection),
            .capital_mm = small ? 3.6F : 5.0F,
            .weight = faulty ? Weight::bold : Weight::regular,
            .colour = faulty ? 0 : ui.theme.muted},
           words);
  draw_typed(ui, connection.typed, typed);
  const Rect beside{typed.right() + gap, typed.y, erase_w, erase_w};
  if (!small && button(ui, erase, beside, beside)) intent = EraseCharacter{};
  const float top = typed.bottom() + gap;
  const float bottom = ui.display.height_px - ui.mm(small ? 1.5F : 4);
  if (const auto key = draw_keys(ui, {margin, top, width, bottom - top})) intent = key;
  return intent;
}

}  // namespace smilepost::kiosk
