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

std::vector<SurveyShelf::Entry>::const_iterator SurveyShelf::entry(const std::string& id) const {
  return std::find_if(entries_.begin(), entries_.end(),
                      [&](const Entry& each) { return each.set->id == id; });
}

const SurveySet* SurveyShelf::find(const std::string& id) const {
  const auto found = entry(id);
  return found == entries_.end() ? nullptr : found->set.get();
}

record::StaffAction SurveyShelf::scheduled(record::StaffAction asked) const {
  const auto* set = find(asked.survey_set);
  if (set == nullptr) set = find(first_choice_.survey_set);
  if (asked.languages.empty()) {
    asked.languages = first_choice_.languages;
    if (asked.default_language.empty()) asked.default_language = first_choice_.default_language;
  }
  return shown_of(std::move(asked), *set);
}

SurveyOffer SurveyShelf::offer(const record::StaffAction& action) const {
  const auto found = entry(action.survey_set);
  assert(found != entries_.end());
  SurveyOffer offer{found->set, {}, action.default_language, found->public_line};
  for (const auto& language : action.languages)
    offer.languages.push_back({{language, autonym(language)}, is_right_to_left(language)});
  return offer;
}

}  // namespace smilepost::kiosk
