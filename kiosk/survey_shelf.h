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

  // What shows until staff choose, and where no schedule asks for something else.
  const record::StaffAction& first_choice() const { return first_choice_; }
  // What shows where a schedule asks for that: what it leaves open, and a set that is not there, is
  // as in the first choice.
  record::StaffAction scheduled(record::StaffAction asked) const;

  const SurveySet* find(const std::string& id) const;  // null: it is not on the shelf

  // `action` as StaffPanel::in_force() made it fit.
  SurveyOffer offer(const record::StaffAction& action) const;

 private:
  std::vector<Entry>::const_iterator entry(const std::string& id) const;

  std::vector<Entry> entries_;
  record::StaffAction first_choice_;
};

}  // namespace smilepost::kiosk
