// A survey set's file: what is accepted can be shown to a shopper, whatever else the file says.
#include "kiosk/survey/survey_set.h"

#include <nlohmann/json.hpp>
#include <set>

#include "kiosk/survey/survey_set_rules.h"
#include "kiosk/survey/word_count.h"
#include "tests/fuzz/fuzz.h"

namespace smilepost::fuzz {
namespace {

using namespace kiosk;

// Unicode's line breaks beyond ASCII: NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR.
bool has_line_break(std::string_view text) {
  for (const std::string_view line_break : {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
    if (text.find(line_break) != std::string_view::npos) return true;
  }
  return false;
}

void is_text(const std::string& text, std::size_t longest) {
  must(!rules::is_blank(text), "a text is not blank");
  must(is_one_line(text) && !has_line_break(text), "a text is one line");
  must(count_code_points(text) <= longest, "a text is as long as its place");
  must(count_words(text) <= text.size(), "a word has a letter");
}

void are_texts(const SurveySet& set, const Texts& texts, std::size_t longest) {
  must(texts.size() == set.languages.size(), "a text has the set's languages and no other");
  for (const std::string& language : set.languages) {
    must(texts.count(language) == 1, "a text has every language of the set");
    is_text(text_in(texts, language), longest);
  }
}

void are_options(const SurveySet& set, const Question& question) {
  std::set<std::string> ids;
  for (const ReasonOption& option : question.options) {
    must(rules::is_id(option.id) && ids.insert(option.id).second, "each reason has its own id");
    are_texts(set, option.text, rules::longest_reason);
  }
  must(ids.size() >= rules::least_reasons && ids.size() <= rules::most_reasons,
       "reasons to choose");
}

void is_scale_of_its_kind(const SurveySet& set, const Question& question) {
  must(question.steps() >= 2 && question.steps() <= 11, "votes to choose");
  const bool named = question.kind == QuestionKind::smiley || question.kind == QuestionKind::yes_no;
  if (!named) {
    are_texts(set, question.least, rules::longest_label);
    are_texts(set, question.most, rules::longest_label);
  }
  for (const ScaleAnswer& answer : question.answers) {
    are_texts(set, answer.label, rules::longest_label);
    must((answer.smiley == 0) == (question.kind == QuestionKind::yes_no), "a face has a smiley");
    must(answer.smiley <= rules::smileys, "a smiley is one that there is");
  }
}

void is_question(const SurveySet& set, std::size_t place) {
  const Question& question = set.questions[place];
  must(rules::is_id(question.id), "ids are ids");
  are_texts(set, question.text, rules::longest_question);
  is_scale(question.kind) ? is_scale_of_its_kind(set, question) : are_options(set, question);
  for (const Branch& branch : question.next) {
    must(branch.ask > place && branch.ask < set.questions.size(), "ways lead forward");
    must(!branch.when || branch.when->question <= place, "rules look back");
  }
}

void is_reply(const SurveySet& set, const Reply& reply) {
  if (!reply.response.empty()) are_texts(set, reply.response, rules::longest_response);
  must(!reply.thanks.empty(), "a vote is thanked for");
  for (const Texts& ending : reply.thanks) are_texts(set, ending, rules::longest_thanks);
}

void is_look(const SetLook& look) {
  must(look.theme.empty() || is_theme(look.theme), "a theme is one that there is");
  must(!look.palette || !first_faint(*look.palette), "no colour is faint");
  must(look.smileys.empty() || look.smileys.size() == rules::smileys, "each smiley, or none");
  must(look.logo.svg.size() <= rules::largest_picture, "a picture is no book");
}

void accepted(const SurveySet& set) {
  must(rules::is_id(set.id), "ids are ids");
  must(set.version >= 1 && set.version <= rules::highest_version, "the wording has a version");
  must(!set.languages.empty(), "a set has a language");
  const std::set<std::string> languages(set.languages.begin(), set.languages.end());
  must(languages.size() == set.languages.size(), "a language stands once");
  must(std::all_of(languages.begin(), languages.end(), rules::is_language_tag), "tags are tags");
  are_texts(set, set.title, rules::longest_title);
  if (!set.brand.empty()) is_text(set.brand, rules::longest_label);
  is_look(set.look);
  must(is_scale(set.questions.front().kind), "the first question is what figures count");
  for (std::size_t i = 0; i < set.questions.size(); ++i) is_question(set, i);
  for (std::uint8_t vote = 1; vote <= set.questions.front().steps(); ++vote) {
    const Reply& reply = set.reply_to(vote);
    must(reply.least <= vote && vote <= reply.most, "each vote has its reply");
    must(!reply.response.empty() || !set.next_after(0, {{.vote = vote}}),
         "a vote is answered before it is asked on");
    is_reply(set, reply);
  }
}

void judge(std::string_view json) {
  const auto set = parse_survey_set(json, "set.json");
  if (!set) return must_be_about(set.error(), "set.json: ");
  accepted(*set);
  const auto again = parse_survey_set(nlohmann::json::parse(json).dump(), "set.json");
  must(again && again->questions[0].text == set->questions[0].text,
       "spaces in the file mean nothing");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  smilepost::fuzz::judge(smilepost::fuzz::text_of({data, size}));
  return 0;
}
