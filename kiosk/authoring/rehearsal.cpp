#include "kiosk/authoring/rehearsal.h"

#include "kiosk/text/pseudo.h"
#include "platform/log.h"

namespace smilepost::kiosk {
namespace {

std::string stand_in(const Texts& texts, const std::string& language) {
  const auto english = texts.find("en");
  const auto& text = english == texts.end() ? texts.begin()->second : english->second;
  return is_pseudo(language) ? pseudo_text(text, language) : text;
}

}  // namespace

SurveySet rehearsed(SurveySet set, const std::string& language) {
  if (language.empty() || set.has_language(language)) return set;
  each_text(set, [&](Texts& texts) { texts.emplace(language, stand_in(texts, language)); });
  set.languages.push_back(language);
  return set;
}

Stock rehearsed_folder(const std::filesystem::path& folder, const std::string& language) {
  Stock stock;
  const Stock found = Stock::of_folder(folder);
  for (const auto& rivals : found.all())
    stock.add(std::make_shared<const SurveySet>(rehearsed(*rivals.front(), language)));
  return stock;
}

Stock rehearsed_file(const std::filesystem::path& file, const std::string& language) {
  Stock stock;
  auto set = load_survey_set(file);
  if (set)
    stock.add(std::make_shared<const SurveySet>(rehearsed(*std::move(set), language)));
  else
    platform::log_error(set.error().message);
  return stock;
}

}  // namespace smilepost::kiosk
