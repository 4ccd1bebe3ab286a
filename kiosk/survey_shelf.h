// The survey sets this kiosk has, and what of them is on offer: made of the files, the bundle,
// kiosk.json and the staff's last choice.
#pragma once

#include <memory>
#include <vector>

#include "kiosk/config.h"
#include "kiosk/staff/staff_panel.h"
#include "kiosk/survey/session.h"
#include "platform/result.h"

namespace smilepost::kiosk {

using SharedSet = std::shared_ptr<const SurveySet>;

class SurveyShelf {
 public:
  struct Entry {
    SharedSet set;      // with the languages that can be shown
    Texts public_line;  // likewise
  };

  // At least one entry; `first_choice` is made to fit it. See kiosk/stacking.h.
  SurveyShelf(std::vector<Entry> entries, record::StaffAction first_choice);

  std::vector<StaffSet> staff_sets() const;

  // What shows until staff choose.
  const record::StaffAction& first_choice() const { return first_choice_; }

  // `action` as StaffPanel::in_force() made it fit.
  SurveyOffer offer(const record::StaffAction& action) const;

 private:
  std::vector<Entry> entries_;
  record::StaffAction first_choice_;
};

}  // namespace smilepost::kiosk
