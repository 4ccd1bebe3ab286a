#include "kiosk/survey_shelf.h"

#include <algorithm>
#include <cassert>

#include "kiosk/text/languages.h"

namespace smilepost::kiosk {

namespace {

// The file has what kiosk.json asks for, but it cannot all be shown: the rest is better than none.
record::StaffAction shown_of(record::StaffAction choice, const SurveySet& set) {
  std::erase_if(choice.languages,
                [&](const std::string& language) { return !set.has_language(language); });
  if (choice.languages.empty()) choice.languages = set.languages;
  const auto& all = choice.languages;
  if (std::find(all.begin(), all.end(), choice.default_language) == all.end())
    choice.default_language = all.front();
  choice.survey_set = set.id;
  return choice;
}

}  // namespace

SurveyShelf::SurveyShelf(std::vector<Entry> entries, record::StaffAction first_choice)
    : entries_(std::move(entries)) {
  assert(!entries_.empty());
  first_choice_ = shown_of(std::move(first_choice), *entries_.front().set);
}

std::vector<StaffSet> SurveyShelf::staff_sets() const {
  std::vector<StaffSet> out;
  out.reserve(entries_.size());
  for (const auto& [set, line] : entries_) {
    StaffSet staff{set->id, set->title, {}};
    for (const auto& language : set->languages)
      staff.languages.push_back({language, autonym(language)});
    out.push_back(std::move(staff));
  }
  return out;
}

SurveyOffer SurveyShelf::offer(const record::StaffAction& action) const {
  const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& each) {
    return each.set->id == action.survey_set;
  });
  assert(entry != entries_.end());
  SurveyOffer offer{entry->set, {}, action.default_language, entry->public_line};
  for (const auto& language : action.languages)
    offer.languages.push_back({{language, autonym(language)}, is_right_to_left(language)});
  return offer;
}

}  // namespace smilepost::kiosk
