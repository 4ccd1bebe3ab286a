// The survey sets this kiosk has, and what of them is on offer: made of the files, kiosk.json and
// the staff's last choice.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "kiosk/config.h"
#include "kiosk/staff/staff_panel.h"
#include "kiosk/survey/session.h"
#include "platform/result.h"

namespace smilepost::kiosk {

class SurveyShelf {
 public:
  // Whether a set can be shown in one of its languages.
  using Check = std::function<Status(const SurveySet&, const std::string& language)>;

  // The sets of the folder that kiosk.json names, in that order; all where it names none. A set
  // that is refused is logged and left out, and so is a language that fails the check; an Error if
  // none remains, or if kiosk.json asks for a set or a language that is not there.
  static Result<SurveyShelf> open(const std::filesystem::path& folder, const Config& config,
                                  const Check& check);

  std::vector<StaffSet> staff_sets() const;

  // What shows until staff choose.
  const record::StaffAction& first_choice() const { return first_choice_; }

  // `action` as StaffPanel::in_force() made it fit.
  SurveyOffer offer(const record::StaffAction& action) const;

 private:
  std::vector<std::shared_ptr<const SurveySet>> sets_;
  record::StaffAction first_choice_;
};

}  // namespace smilepost::kiosk
