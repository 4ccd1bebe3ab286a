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

void is_vote(const SurveySet& set, const VoteOption& option) {
  are_texts(set, option.label, rules::longest_label);
  if (!option.response.empty()) are_texts(set, option.response, rules::longest_response);
  must(option.smiley >= 1 && option.smiley <= rules::smileys, "a vote has a face");
  must(!option.thanks.empty(), "a vote is thanked for");
  for (const Texts& ending : option.thanks) are_texts(set, ending, rules::longest_thanks);
}

void is_follow_up(const SurveySet& set, const FollowUp& follow_up) {
  are_texts(set, follow_up.text, rules::longest_question);
  must(!follow_up.votes.empty(), "a follow-up follows a vote");
  for (const std::uint8_t vote : follow_up.votes) {
    must(vote >= 1 && vote <= set.rating.votes.size(), "a follow-up's vote is one of the rating");
    must(set.follow_up_after(vote) == &follow_up, "the vote leads to its follow-up");
    must(!set.rating.votes[vote - 1U].response.empty(), "a vote is answered before it is asked on");
  }
  std::set<std::string> ids;
  for (const ReasonOption& option : follow_up.options) {
    must(rules::is_id(option.id) && ids.insert(option.id).second, "each reason has its own id");
    are_texts(set, option.text, rules::longest_reason);
  }
  must(ids.size() >= rules::least_reasons && ids.size() <= rules::most_reasons,
       "reasons to choose");
}

void accepted(const SurveySet& set) {
  must(rules::is_id(set.id) && rules::is_id(set.rating.id), "ids are ids");
  must(set.version >= 1 && set.version <= rules::highest_version, "the wording has a version");
  must(!set.languages.empty(), "a set has a language");
  const std::set<std::string> languages(set.languages.begin(), set.languages.end());
  must(languages.size() == set.languages.size(), "a language stands once");
  must(std::all_of(languages.begin(), languages.end(), rules::is_language_tag), "tags are tags");
  are_texts(set, set.title, rules::longest_title);
  if (!set.brand.empty()) is_text(set.brand, rules::longest_label);
  are_texts(set, set.rating.text, rules::longest_question);
  const auto& votes = set.rating.votes;
  must(votes.size() >= rules::least_votes && votes.size() <= rules::most_votes, "votes to choose");
  for (const VoteOption& option : votes) {
    must(option.vote == &option - votes.data() + 1, "votes count up from 1");
    is_vote(set, option);
  }
  if (set.follow_up) is_follow_up(set, *set.follow_up);
}

void judge(std::string_view json) {
  const auto set = parse_survey_set(json, "set.json");
  if (!set) return must_be_about(set.error(), "set.json: ");
  accepted(*set);
  const auto again = parse_survey_set(nlohmann::json::parse(json).dump(), "set.json");
  must(again && again->rating.text == set->rating.text, "spaces in the file mean nothing");
}

}  // namespace
}  // namespace smilepost::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  smilepost::fuzz::judge(smilepost::fuzz::text_of({data, size}));
  return 0;
}
