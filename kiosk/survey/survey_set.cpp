#include "kiosk/survey/survey_set.h"

#include <algorithm>
#include <system_error>

#include "platform/read_text.h"

namespace smilepost::kiosk {
namespace {

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

std::vector<std::filesystem::path> set_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code failed;
  for (std::filesystem::directory_iterator it(folder, failed), end; !failed && it != end;
       it.increment(failed)) {
    const auto name = it->path().filename().string();
    if (ends_with(name, ".json") && !ends_with(name, ".schema.json")) files.push_back(it->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

const std::string& text_in(const Texts& texts, const std::string& language) {
  static const std::string none;
  const auto found = texts.find(language);
  return found == texts.end() ? none : found->second;
}

bool Condition::holds(const GivenAnswers& answers) const {
  if (question >= answers.size()) return false;
  const auto& [vote, given] = answers[question];
  if (vote != 0) return vote >= least && vote <= most;
  return std::find_first_of(given.begin(), given.end(), chosen.begin(), chosen.end()) !=
         given.end();
}

std::uint8_t Question::steps() const {
  if (kind == QuestionKind::nps) return 11;
  if (kind == QuestionKind::effort) return 7;
  return static_cast<std::uint8_t>(answers.size());
}

std::optional<std::size_t> SurveySet::next_after(std::size_t question,
                                                 const GivenAnswers& answers) const {
  for (const auto& branch : questions[question].next) {
    if (!branch.when || branch.when->holds(answers)) return branch.ask;
  }
  return std::nullopt;
}

const Reply& SurveySet::reply_to(std::uint8_t vote) const {
  return *std::find_if(replies.begin(), replies.end(),
                       [&](const Reply& reply) { return vote <= reply.most; });
}

bool SurveySet::has_language(const std::string& language) const {
  return std::find(languages.begin(), languages.end(), language) != languages.end();
}

void each_text(SurveySet& set, const std::function<void(Texts&)>& visit) {
  const auto visit_if_any = [&](Texts& texts) {
    if (!texts.empty()) visit(texts);
  };
  visit_if_any(set.title);
  for (auto& question : set.questions) {
    for (auto* texts : {&question.text, &question.least, &question.most}) visit_if_any(*texts);
    for (auto& answer : question.answers) visit_if_any(answer.label);
    for (auto& option : question.options) visit_if_any(option.text);
  }
  for (auto& reply : set.replies) {
    visit_if_any(reply.response);
    for (auto& ending : reply.thanks) visit_if_any(ending);
  }
}

ReadPicture no_pictures() {
  return [](const std::string&) { return std::nullopt; };
}

ReadPicture pictures_beside(const std::filesystem::path& file) {
  return [folder = file.parent_path()](const std::string& name) {
    return platform::read_text(folder / name);
  };
}

Result<SurveySet> load_survey_set(const std::filesystem::path& file) {
  const auto json = platform::read_text(file);
  if (!json) {
    return Error{file.string() + ": cannot be read; check that it exists and who may read it"};
  }
  return parse_survey_set(*json, file.string(), pictures_beside(file));
}

SurveySets load_survey_sets(const std::filesystem::path& folder) {
  SurveySets loaded;
  for (const auto& file : set_files(folder)) {
    auto set = load_survey_set(file);
    if (!set) {
      loaded.refused.push_back(set.error());
      continue;
    }
    const auto same = [&](const SurveySet& other) { return other.id == set->id; };
    if (std::any_of(loaded.sets.begin(), loaded.sets.end(), same)) {
      loaded.refused.push_back(Error{file.string() + ": /id: \"" + set->id +
                                     "\" is another file's already; give this set its own id"});
      continue;
    }
    loaded.sets.push_back(*std::move(set));
  }
  if (loaded.sets.empty() && loaded.refused.empty()) {
    loaded.refused.push_back(
        Error{folder.string() + ": holds no survey set; put one *.json file there"});
  }
  return loaded;
}

}  // namespace smilepost::kiosk
