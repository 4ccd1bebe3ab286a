// What the shopper's screens need to know: everything, and nothing else. Texts are in the language
// in force.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace smilepost::kiosk {

enum class Stage : std::uint8_t {
  home,           // the rating question
  change_answer,  // the rating again, the chosen face ringed
  follow_up,      // "What went wrong?"
  thank_you,
  on_break,  // storage cannot keep an answer: no faces
};

struct FaceView {
  std::uint8_t vote = 0;    // by meaning: 1 = worst
  std::uint8_t smiley = 0;  // which of the five SVG files, 1…5
  std::string label;
};

struct ReasonView {
  std::string label;
  bool chosen = false;
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
  bool languages_open = false;          // the list lies over the stage

  std::string brand;        // the shop's name, may be empty
  std::string question;     // home: the rating; follow_up: why; thank_you: the thanks
  std::string response;     // the line that answers the vote: regret, joy; may be empty
  std::string public_line;  // thank_you only; may be empty
  std::vector<FaceView> faces;
  std::vector<ReasonView> reasons;

  std::optional<std::uint8_t> vote;  // the chosen one, from the tap on
  bool keeping = false;              // the answer is on its way to the disk; taps count for nothing
  bool counted = false;              // it is durable
  bool more_time = false;            // "Do you need more time?" is asked
  float time_left = 1;               // of the thank-you or of more_time: 1 … 0
};

}  // namespace smilepost::kiosk
