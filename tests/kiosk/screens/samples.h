// What the pictures and the layout tests show: the invented shop "hofmarkt".
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kiosk/staff/staff_view.h"
#include "kiosk/survey/session_view.h"

namespace smilepost::kiosk {

struct Sample {
  std::string name;
  SessionView view;
  StaffView staff;
};

// The words of one language; "long" words stress the layout.
struct SampleWords {
  std::string language;
  std::string rating, why, regret, thanks, pass_on, public_line;
  std::vector<std::string> faces;  // four
  std::vector<std::string> reasons;
  std::string place;  // where to ask when nobody comes
};

const std::vector<SampleWords>& sample_words();  // en, de, ar

SessionView sample_home(const SampleWords& words);
// The invented shop's colours, logo and smileys: tests/kiosk/screens/hofmarkt.
std::shared_ptr<const SetLook> hofmarkt_look();
StaffView sample_panel(const std::string& language);
// Each page of it, and what can be wrong there.
std::vector<Sample> connection_samples(const std::string& language);
StaffView sample_connection(const std::string& language, ConnectionPage page);
// Every screen in one language.
std::vector<Sample> samples(const SampleWords& words);

// Eight screens of what is shipped, in this language: the ready-made set for the checkout, and
// staff's.
std::vector<Sample> shipped_samples(const std::string& language);
std::vector<std::string> shipped_languages();

}  // namespace smilepost::kiosk
