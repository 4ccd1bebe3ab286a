// Tries survey sets on before shoppers see them: every screen is drawn once, unseen, on the display
// as it is. Rasters and glyphs are there afterwards, so that no shopper waits for them.
#pragma once

#include <string>

#include "kiosk/screen_parts.h"
#include "kiosk/survey/survey_set.h"
#include "platform/result.h"

namespace smilepost::kiosk {

class Fitting {
 public:
  // parts outlive it.
  explicit Fitting(ScreenParts& parts) : parts_(parts) {}

  // An Error says what cannot be shown in this language of the set's: a text that is too long, a
  // face or a reason without room, a letter or one of the kiosk's own words that is missing.
  Status check(const SurveySet& set, const std::string& language,
               const std::string& public_line = {});

 private:
  ScreenParts& parts_;
};

}  // namespace smilepost::kiosk
