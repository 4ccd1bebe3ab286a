#include "kiosk/survey_shelf.h"

#include <algorithm>

#include "kiosk/text/languages.h"
#include "kiosk/text/text_engine.h"
#include "platform/log.h"

namespace smilepost::kiosk {

namespace {

using SharedSet = std::shared_ptr<const SurveySet>;

SharedSet find_set(const std::vector<SharedSet>& sets, const std::string& id) {
  const auto found =
      std::find_if(sets.begin(), sets.end(), [&](auto& set) { return set->id == id; });
  return found == sets.end() ? nullptr : *found;
}

std::vector<SharedSet> load_all(const std::filesystem::path& folder) {
  auto loaded = load_survey_sets(folder);
  for (const auto& refused : loaded.refused) platform::log_error(refused.message);
  std::vector<SharedSet> sets;
  for (auto& set : loaded.sets) sets.push_back(std::make_shared<const SurveySet>(std::move(set)));
  return sets;
}

Result<std::vector<SharedSet>> choose(const std::vector<SharedSet>& all,
                                      const std::vector<std::string>& ids) {
  if (ids.empty()) return all;
  std::vector<SharedSet> chosen;
  for (const auto& id : ids) {
    auto set = find_set(all, id);
    if (!set)
      return Error{"kiosk.json at /survey_sets: there is no usable survey set '" + id +
                   "'; look at the survey folder and the messages above"};
    chosen.push_back(std::move(set));
  }
  return chosen;
}

Result<record::StaffAction> choose_languages(const SurveySet& set, const Config& config) {
  record::StaffAction choice{set.id, config.languages, config.default_language};
  if (choice.languages.empty()) choice.languages = set.languages;
  if (choice.default_language.empty()) choice.default_language = choice.languages.front();
  for (const auto& language : choice.languages)
    if (!set.has_language(language))
      return Error{"kiosk.json at /languages/offered: the survey set '" + set.id +
                   "' has no language '" + language + "'; add its texts or take it off the list"};
  if (std::find(choice.languages.begin(), choice.languages.end(), choice.default_language) ==
      choice.languages.end())
    return Error{"kiosk.json at /languages/default: '" + choice.default_language +
                 "' is not offered; add it to /languages/offered"};
  return choice;
}

// Without the languages that fail the check; nothing where none remains.
SharedSet showable(const SharedSet& set, const SurveyShelf::Check& check) {
  auto shown = std::make_shared<SurveySet>(*set);
  std::erase_if(shown->languages, [&](const std::string& language) {
    const auto fits = check(*set, language);
    if (!fits) platform::log_error(fits.error().message + "; it is not offered");
    return !fits;
  });
  return shown->languages.empty() ? nullptr : shown;
}

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

Result<SurveyShelf> SurveyShelf::open(const std::filesystem::path& folder, const Config& config,
                                      const Check& check) {
  const auto sets = choose(load_all(folder), config.survey_sets);
  if (!sets) return sets.error();
  const Error none{folder.string() +
                   ": holds no usable survey set; put one there (see its schema)"};
  if (sets->empty()) return none;
  auto choice = choose_languages(*sets->front(), config);
  if (!choice) return choice.error();
  SurveyShelf shelf;
  for (const auto& set : *sets)
    if (auto shown = showable(set, check)) shelf.sets_.push_back(std::move(shown));
  if (shelf.sets_.empty()) return none;
  shelf.first_choice_ = shown_of(*std::move(choice), *shelf.sets_.front());
  return shelf;
}

std::vector<StaffSet> SurveyShelf::staff_sets() const {
  std::vector<StaffSet> out;
  for (const auto& set : sets_) {
    StaffSet staff{set->id, set->title, {}};
    for (const auto& language : set->languages)
      staff.languages.push_back({language, autonym(language)});
    out.push_back(std::move(staff));
  }
  return out;
}

SurveyOffer SurveyShelf::offer(const record::StaffAction& action) const {
  SurveyOffer offer{find_set(sets_, action.survey_set), {}, action.default_language};
  for (const auto& language : action.languages)
    offer.languages.push_back({{language, autonym(language)}, is_right_to_left(language)});
  return offer;
}

}  // namespace smilepost::kiosk
