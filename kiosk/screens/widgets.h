// What screens are made of. Each registers its target and says whether it was tapped in this frame.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/screens/ui.h"
#include "kiosk/survey/intent.h"
#include "kiosk/survey/session_view.h"

namespace smilepost::kiosk {

enum class ButtonLook : std::uint8_t {
  outline,
  filled,          // one a screen
  quiet,           // no edge
  inverse,         // outline on ink
  inverse_filled,  // background colour on ink
};

// The one thing to read on a screen: a question or the thanks.
Text question_text(const Ui& ui, const std::string& words);

struct Button {
  std::string id = {};
  std::string text = {};  // empty: the icon alone, in a circle
  std::string icon = {};
  ButtonLook look = ButtonLook::outline;
  bool pill = false;
  bool muted = false;     // not the chosen one of several
  bool selected = false;  // the chosen one
  Weight weight = Weight::bold;
  float capital_mm = 5.0F;
  float padding_mm = 5.8F;  // beside the words
  bool enabled = true;
  Repeat repeat = Repeat::locked;
  std::string language = {};  // of the words; empty: the screen's
  bool spare = false;         // of a row: left out of it where it has no room
};

// The width it would like at the usual height.
float wanted_width(Ui& ui, const Button& button);

// Draws it in `shown`; a touch counts in `hit`.
bool button(Ui& ui, const Button& button, const Rect& shown, const Rect& hit);
// The touch area is at least 20 mm each way, about the same middle.
bool button(Ui& ui, const Button& button, const Rect& shown);
Rect hit_area(const Ui& ui, const Rect& shown);

// What an answer stands on: its edge and tint say whether a finger is on it and whether it is
// chosen.
struct Card {
  float radius_mm = 0;
  bool pressed = false;
  bool chosen = false;
  bool ringed = false;          // where it is chosen: its edge is twice as thick
  float pressed_share = 0.10F;  // of ink in the tint
};
// The colour of its edge.
ImU32 card(Ui& ui, const Card& card, const Rect& box);

inline constexpr float option_capital_mm = 5.1F;

// An answer with a check box, or with a dot where only one can be chosen.
struct Option {
  std::string id = {};
  std::string text = {};  // empty: the box alone
  std::string icon = {};  // before the words; of assets/icons/reasons
  bool chosen = false;
  bool single = false;
  bool enabled = true;
  bool may_shorten = false;  // too long even in the smallest size: it ends with an ellipsis
  std::string language = {};
};
bool option(Ui& ui, const Option& option, const Rect& box, const TextStyle& style);
// The size in which all of them fit their boxes.
TextStyle option_style(Ui& ui, const std::vector<Option>& options, float width, float height);

// The page of a list that is too long: which items, and a further button that leads on, which
// counts `page` up.
struct Page {
  std::size_t begin = 0, end = 0;
  bool more = false;
};
Page page_of(std::size_t items, std::size_t cells, std::size_t page);

// The row of buttons at the top.
struct TopRow {
  std::optional<std::string> tapped;  // its id
  float bottom = 0;                   // below it and its touch areas
  float free_until = 0;               // x where the buttons at the end begin
};
// Where it is too wide: without icons, in portrait in two rows, without words, at last smaller.
enum class Rows : std::uint8_t { as_needed, one };  // in portrait
TopRow top_row(Ui& ui, std::vector<Button> at_start, std::vector<Button> at_end,
               Rows rows = Rows::as_needed);
// For screens with a title, which has the start to itself: all buttons stand at the end, `first`
// before `last`; in portrait, where they are too many for one row, `first` has one of its own.
TopRow titled_row(Ui& ui, std::vector<Button> first, std::vector<Button> last);
// A screen's title beside the buttons at the end, or below them where there is no room; what is
// below it begins there.
float title_beside(Ui& ui, const TopRow& row, const std::string& words, float margin);
// Margin at the sides and at the top.
float side_margin(const Ui& ui);
// Of what stands below the row: words and answers.
float content_margin(const Ui& ui);

Button back_button(const Ui& ui, const std::string& words);
Button new_visitor_button(const Ui& ui);
Button globe_button();
Button figure_button(const Ui& ui, const SessionView& view);  // accessibility
// Globe and figure, as every screen has them at its end.
void add_help(const Ui& ui, const SessionView& view, std::vector<Button>& buttons);
Button bell_button();  // "Could somebody come?"
// Whether it is to be shown: a narrow display has no room for it.
bool offers_bell(const Ui& ui, const SessionView& view);
// What the buttons that are the same on every screen mean.
std::optional<Intent> common_intent(const std::optional<std::string>& tapped);

}  // namespace smilepost::kiosk
