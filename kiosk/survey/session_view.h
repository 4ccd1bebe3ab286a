// What the shopper's screens need to know: everything, and nothing else. Texts are in the language
// in force.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/survey/calendar.h"
#include "kiosk/survey/call_view.h"
#include "kiosk/survey/manner.h"
#include "kiosk/survey/survey_set.h"

namespace smilepost::kiosk {

enum class Stage : std::uint8_t {
  home,           // the first question
  change_answer,  // the same again, what was chosen ringed
  follow_up,      // a further question: "What went wrong?"
  thank_you,
  on_break,  // storage cannot keep an answer: no faces
  night,     // the shop is closed, and nobody is there; not the session's
};

// What lies over the stage, and over a call.
enum class Overlay : std::uint8_t { none, languages, accessibility };

// Of Stage::night.
struct NightView {
  std::optional<LocalTime> opens;  // nothing: not known
  std::int64_t hours_ahead = 0;    // until it opens
  std::string region;              // the shop's country, as in "DE"; may be empty
  std::uint64_t place = 0;         // counts up; each is another part of the display
};

// One answer of a scale: a face, a number, Yes or No.
struct FaceView {
  std::uint8_t vote = 0;    // by meaning: 1 = worst
  std::uint8_t smiley = 0;  // which of the five SVG files, 1…5; 0: none
  std::string label;        // empty for numbers
  std::string icon{};       // of Yes and No
};

struct ReasonView {
  std::string label;
  bool chosen = false;
  std::string icon{};  // may be empty
};

// What others said, too: "11 others said this today".
struct EchoView {
  std::uint64_t others = 0;
  std::string reason;  // which one it is, where the shopper gave several; else empty
};

struct LanguageView {
  std::string language;  // BCP 47
  std::string autonym;
};

struct SessionView {
  Stage stage = Stage::home;
  std::string survey_set;  // id and version: another set is another screen
  std::string language;
  std::vector<LanguageView> languages;  // offered, the staff's order
  Accessibility accessibility;
  Overlay overlay = Overlay::none;

  std::string brand;                    // the shop's name, may be empty
  std::shared_ptr<const SetLook> look;  // null: the kiosk's own
  bool calm = false;                    // children play: nothing moves but what time is left
  std::string question_id;              // of the question on the screen
  QuestionKind kind = QuestionKind::smiley;
  std::string question;          // thank_you: the thanks
  std::string response;          // the line that answers the first vote: regret, joy; may be empty
  std::string public_line;       // thank_you only; may be empty
  std::optional<EchoView> echo;  // thank_you only
  std::vector<FaceView> faces;   // of a scale: its answers, worst first
  std::string least, most;       // of numbers: words at the two ends
  std::vector<ReasonView> reasons;    // of a choice: its options
  std::optional<std::uint8_t> given;  // to the scale on the screen, from the tap on

  std::optional<std::uint8_t> vote;  // on the first question, from the tap on
  bool unhappy = false;              // thank_you: that vote lies in the scale's lower half
  // What stays beside the shopper on the screens after the first.
  std::optional<FaceView> first_answer;
  QuestionKind first_kind = QuestionKind::smiley;
  bool keeping = false;    // the answer is on its way to the disk; taps count for nothing
  bool counted = false;    // it is durable
  bool more_time = false;  // "Do you need more time?" is asked
  float time_left = 1;     // of the thank-you or of more_time: 1 … 0
  NightView night;
  CallView call = {};  // lies over the stage
};

}  // namespace smilepost::kiosk
