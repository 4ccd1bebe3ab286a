// What a tap means. A screen yields at most one; the session and the staff panel take them.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace smilepost::kiosk {

// On the question that is on the screen: a face, a number, Yes or No.
struct TapFace {
  std::uint8_t vote = 0;  // by meaning: 1 = worst
};
struct ToggleReason {      // of a multiple choice
  std::size_t option = 0;  // index into the question's options
};
struct ChooseReason {  // of a single choice: that is the answer
  std::size_t option = 0;
};
struct FinishReasons {};  // "Done", or "Skip" while nothing is chosen
struct GoBack {};         // Back, "Change my answer", "Keep it"
struct NewVisitor {};     // the answer stands, home at once
struct OpenLanguages {};  // the globe
struct ChooseLanguage {
  std::string language;
};
struct OpenAccessibility {};  // the figure
struct ToggleLargeText {};
struct ToggleHighContrast {};
struct CloseOverlay {};
struct MoreTime {};       // also: any touch elsewhere while the question is asked
struct NoMoreTime {};     // "I'm done"
struct DismissThanks {};  // a tap anywhere on the thank-you
struct RingBell {};       // "Could somebody come?"
struct CallColleague {};  // Yes
struct CallNobody {};     // No
struct OpenStaff {};      // the corner was held for 2 s

// The staff panel's.
struct PressDigit {
  int digit = 0;
};
struct EraseDigit {};
struct LeaveStaff {};  // Cancel on the PIN pad, Leave in the panel
struct PickSurveySet {
  std::size_t set = 0;
};
struct ToggleLanguage {
  std::size_t language = 0;
};
struct PickDefaultLanguage {
  std::size_t language = 0;
};
struct SaveStaffChanges {};
struct AllowDevice {};  // the one that the panel says is refused

// Of the pages behind "Connection".
struct OpenConnection {};
struct StartConnecting {};  // an address and a code are to be typed
struct ChoosePin {};
struct TypeCharacter {
  char character = 0;
};
struct EraseCharacter {};
struct FinishEntry {};  // what was typed is all of it

using Intent = std::variant<TapFace, ToggleReason, ChooseReason, FinishReasons, GoBack, NewVisitor,
                            OpenLanguages, ChooseLanguage, OpenAccessibility, ToggleLargeText,
                            ToggleHighContrast, CloseOverlay, MoreTime, NoMoreTime, DismissThanks,
                            OpenStaff, PressDigit, EraseDigit, LeaveStaff, PickSurveySet,
                            ToggleLanguage, PickDefaultLanguage, SaveStaffChanges, AllowDevice,
                            OpenConnection, StartConnecting, ChoosePin, TypeCharacter,
                            EraseCharacter, FinishEntry, RingBell, CallColleague, CallNobody>;

}  // namespace smilepost::kiosk
