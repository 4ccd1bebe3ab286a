// Staff enter their PIN. Keys stand as on a telephone in every language.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "kiosk/screens/screens.h"
#include "kiosk/screens/widgets.h"

namespace smilepost::kiosk {

namespace {

struct Places {
  Rect title, dots, message, keys, cancel;
};

// On a small display words and keys stand side by side, else below one another.
Places places_of(const Ui& ui) {
  const float w = ui.display.width_px;
  const float h = ui.display.height_px;
  if (ui.display.small()) {
    const float keys_w = ui.mm(78);
    const Rect keys{w - keys_w - ui.mm(4), ui.mm(3), keys_w, h - ui.mm(6)};
    const float words = keys.x - ui.mm(8);
    return {{ui.mm(4), h * 0.10F, words, ui.mm(12)},
            {ui.mm(4), h * 0.10F + ui.mm(14), words, ui.mm(6)},
            {ui.mm(4), h * 0.10F + ui.mm(22), words, ui.mm(22)},
            keys,
            {ui.mm(4), h - ui.mm(24), words, ui.mm(20.5F)}};
  }
  const float keys_w = std::min(ui.mm(114), w - 2 * ui.mm(3.4F));
  const float keys_h = ui.mm(90.5F);
  const float total = keys_h + ui.mm(38);
  const float y = (h - total) / 2;
  const float x = (w - keys_w) / 2;
  const float words_x = ui.mm(6);
  return {{words_x, y, w - 2 * words_x, ui.mm(11)},
          {words_x, y + ui.mm(14), w - 2 * words_x, ui.mm(5)},
          {words_x, y + ui.mm(20.5F), w - 2 * words_x, ui.mm(17)},
          {x, y + ui.mm(38), keys_w, keys_h},
          {}};
}

// What the pad says, whatever the digits are for.
struct Pad {
  std::string title, message;
  int digits = 0, pin_length = 6;
  bool open = true;  // keys count
};

void draw_dots(Ui& ui, const Pad& pad, const Rect& box) {
  const float size = std::round(ui.mm(4.8F));
  const float step = size + ui.mm(4.8F);
  const float begin = box.x + (box.w - step * static_cast<float>(pad.pin_length) + step - size) / 2;
  for (int i = 0; i < pad.pin_length; ++i) {
    const Rect dot{std::round(begin + step * static_cast<float>(i)), std::round(box.y), size, size};
    if (i < pad.digits) {
      ui.fill(dot, size / 2, ui.theme.ink);
    } else {
      ui.outline(dot, size / 2, std::round(ui.mm(0.5F)), ui.theme.edge);
    }
  }
}

std::string message_of(const Ui& ui, const StaffView& staff) {
  if (staff.locked_seconds > 0) {
    return ui.catalogue.text(ui.language, "Too many tries. Wait {seconds} second.", "seconds",
                             staff.locked_seconds);
  }
  return staff.wrong ? ui.say("Wrong PIN") : std::string();
}

Rect key_at(const Ui& ui, const Rect& keys, int index) {
  const float gap = std::max(ui.mm(3.4F), ui.real_mm(minimum::gap_mm) + 1);
  const float width = (keys.w - 2 * gap) / 3;
  const float height = (keys.h - 3 * gap) / 4;
  const int column = index % 3;
  const int row = index / 3;
  Rect key{keys.x + static_cast<float>(column) * (width + gap),
           keys.y + static_cast<float>(row) * (height + gap), width, height};
  if (ui.right_to_left) key.x = keys.x + keys.right() - key.right();  // mirrored() turns it back
  return key;
}

bool key(Ui& ui, Button spec, const Rect& place) {
  spec.repeat = Repeat::allowed;
  return button(ui, spec, place, place);
}

std::optional<Intent> draw_pad(Ui& ui, const Pad& pad) {
  const auto places = places_of(ui);
  ui.write({.text = pad.title, .capital_mm = 6.1F, .weight = Weight::bold, .align = Align::centre},
           places.title);
  draw_dots(ui, pad, places.dots);
  ui.write({.text = pad.message, .capital_mm = 5, .align = Align::centre, .upright = Upright::top},
           places.message);

  std::optional<Intent> intent;
  constexpr std::array digit_at = {1, 2, 3, 4, 5, 6, 7, 8, 9, -1, 0, -1};
  for (int i = 0; i < static_cast<int>(digit_at.size()); ++i) {
    const int digit = digit_at[static_cast<std::size_t>(i)];
    if (digit < 0) continue;
    const auto name = fmt::format("{}", digit);
    const Button spec{.id = "digit-" + name,
                      .text = name,
                      .weight = Weight::regular,
                      .capital_mm = 6.3F,
                      .enabled = pad.open};
    if (key(ui, spec, key_at(ui, places.keys, i))) intent = PressDigit{digit};
  }
  const Button cancel{.id = "cancel",
                      .text = ui.say("Cancel"),
                      .look = ButtonLook::quiet,
                      .weight = Weight::regular,
                      .padding_mm = 0.4F};
  const auto cancel_at = ui.display.small() ? places.cancel : key_at(ui, places.keys, 9);
  if (key(ui, cancel, cancel_at)) intent = LeaveStaff{};
  const Button erase{
      .id = "erase", .icon = "erase", .look = ButtonLook::quiet, .enabled = pad.open};
  if (key(ui, erase, key_at(ui, places.keys, 11))) intent = EraseDigit{};
  return intent;
}

}  // namespace

std::optional<Intent> draw_pin_pad(Ui& ui, const StaffView& staff) {
  if (staff.locked_seconds > 0) ui.state.motion.want_frame_in(1000);
  return draw_pad(ui, {ui.say("Staff"), message_of(ui, staff), staff.digits, staff.pin_length,
                       staff.locked_seconds == 0});
}

std::optional<Intent> draw_new_pin(Ui& ui, const StaffView& staff) {
  const auto& connection = staff.connection;
  std::string message;
  if (connection.problem == ConnectionProblem::weak_pin)
    message = ui.say("Too easy to guess. Please choose another.");
  if (connection.problem == ConnectionProblem::pins_differ)
    message = ui.say("The two are not the same. Please start again.");
  const bool again = connection.page == ConnectionPage::pin_again;
  return draw_pad(ui, {ui.say(again ? "Enter the PIN again" : "Choose a PIN of 6 digits"), message,
                       connection.digits, staff.pin_length, true});
}

}  // namespace smilepost::kiosk
