#include "kiosk/stacking.h"

#include <algorithm>

#include "platform/log.h"

namespace smilepost::kiosk {

namespace {

Error nothing_there() {
  return Error{
      "there is no usable survey set; put one into the survey folder (see its schema), or name "
      "another folder at /survey_folder in kiosk.json"};
}

Result<std::vector<Stock::Rivals>> choose(const Stock& stock, const Config& config) {
  if (config.survey_sets.empty()) return stock.all();
  std::vector<Stock::Rivals> chosen;
  chosen.reserve(config.survey_sets.size());
  for (const auto& id : config.survey_sets) {
    const auto* rivals = stock.find(id);
    if (rivals == nullptr)
      return Error{config.offer_from + " at /survey_sets: there is no usable survey set '" + id +
                   "'; look at the survey folder and the messages above"};
    chosen.push_back(*rivals);
  }
  return chosen;
}

Result<record::StaffAction> choose_languages(const SurveySet& set, const Config& config) {
  record::StaffAction choice{set.id, config.languages, config.default_language};
  if (choice.languages.empty()) choice.languages = set.languages;
  if (choice.default_language.empty()) choice.default_language = choice.languages.front();
  for (const auto& language : choice.languages)
    if (!set.has_language(language))
      return Error{config.offer_from + " at /languages/offered: the survey set '" + set.id +
                   "' has no language '" + language + "'; add its texts or take it off the list"};
  if (std::find(choice.languages.begin(), choice.languages.end(), choice.default_language) ==
      choice.languages.end())
    return Error{config.offer_from + " at /languages/default: '" + choice.default_language +
                 "' is not offered; add it to /languages/offered"};
  return choice;
}

}  // namespace

Stock Stock::of_folder(const std::filesystem::path& folder) {
  auto loaded = load_survey_sets(folder);
  for (const auto& refused : loaded.refused) platform::log_error(refused.message);
  Stock stock;
  for (auto& set : loaded.sets) stock.add(std::make_shared<const SurveySet>(std::move(set)));
  return stock;
}

void Stock::add(SharedSet set) {
  const auto found = std::find_if(all_.begin(), all_.end(), [&](const Rivals& rivals) {
    return rivals.front()->id == set->id;
  });
  if (found == all_.end())
    all_.push_back({std::move(set)});
  else
    found->insert(found->begin(), std::move(set));
}

const Stock::Rivals* Stock::find(const std::string& id) const {
  const auto found = std::find_if(all_.begin(), all_.end(),
                                  [&](const Rivals& rivals) { return rivals.front()->id == id; });
  return found == all_.end() ? nullptr : &*found;
}

Result<Stacking> Stacking::begin(const Stock& stock, const Texts& public_line, const Config& config,
                                 Check check) {
  auto chosen = choose(stock, config);
  if (!chosen) return chosen.error();
  if (chosen->empty()) return nothing_there();
  auto choice = choose_languages(*chosen->front().front(), config);
  if (!choice) return choice.error();
  return Stacking(*std::move(chosen), *std::move(choice), public_line, std::move(check));
}

Status Stacking::try_first() const {
  const auto& language = choice_.default_language;
  return check_(*waiting_.front().front(), language, text_in(public_line_, language));
}

SurveyShelf Stacking::untried() const {
  std::vector<SurveyShelf::Entry> entries;
  entries.reserve(waiting_.size());
  for (const auto& rivals : waiting_) {
    Texts lines;
    for (const auto& language : rivals.front()->languages)
      if (const auto line = text_in(public_line_, language); !line.empty()) lines[language] = line;
    entries.push_back({rivals.front(), std::move(lines)});
  }
  return SurveyShelf(std::move(entries), choice_);
}

bool Stacking::step() {
  if (place_ == waiting_.size()) return true;
  try_on(set()->languages[language_++]);
  if (language_ == set()->languages.size()) put_up();
  return place_ == waiting_.size();
}

void Stacking::try_on(const std::string& language) {
  const auto fits = try_with_line(language, text_in(public_line_, language));
  all_shown_ = all_shown_ && fits;
  if (fits)
    shown_.push_back(language);
  else
    platform::log_error(fits.error().message + "; it is not offered");
}

// A line that has no room is left out; the set is not to blame.
Status Stacking::try_with_line(const std::string& language, const std::string& line) {
  auto with = check_(*set(), language, line);
  if (line.empty()) return with;
  if (with) {
    shown_lines_[language] = line;
    return with;
  }
  all_shown_ = false;
  auto without = check_(*set(), language, {});
  if (without) platform::log_error(with.error().message + "; the public line is not shown there");
  return without;
}

// What is tried next: another one of this id where this one has no language left.
void Stacking::put_up() {
  const bool stands = !shown_.empty();
  const bool has_rival = rival_ + 1 < waiting_[place_].size();
  if (stands) {
    auto shown = std::make_shared<SurveySet>(*set());
    shown->languages = std::move(shown_);
    entries_.push_back({std::move(shown), std::move(shown_lines_)});
  } else if (has_rival) {
    platform::log_error("survey set \"" + set()->id +
                        "\" cannot be shown in any language; the earlier one stays");
  }
  rival_ = stands || !has_rival ? 0 : rival_ + 1;
  if (rival_ == 0) ++place_;
  language_ = 0;
  shown_.clear();
  shown_lines_.clear();
}

Result<SurveyShelf> Stacking::shelf() const {
  if (entries_.empty()) return nothing_there();
  return SurveyShelf(entries_, choice_);
}

Result<SurveyShelf> Stacking::at_once(const Stock& stock, const Texts& public_line,
                                      const Config& config, Check check) {
  auto stacking = begin(stock, public_line, config, std::move(check));
  if (!stacking) return stacking.error();
  while (!stacking->step()) {
  }
  return stacking->shelf();
}

}  // namespace smilepost::kiosk
