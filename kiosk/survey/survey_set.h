// A survey set: questions of several kinds, which one leads to which, and what the kiosk says to
// the first answer, in every language it names. assets/surveys/survey-set.schema.json describes
// the file; parsing refuses what is incomplete.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/survey/set_look.h"
#include "platform/result.h"
#include "record/record.h"

namespace smilepost::kiosk {

// Language (BCP 47) → text. In a parsed set every text has every language of the set.
using Texts = std::map<std::string, std::string>;

// The text in this language, which the set must have.
const std::string& text_in(const Texts& texts, const std::string& language);

enum class QuestionKind : std::uint8_t {
  smiley,  // 2 to 5 faces
  nps,     // 0 … 10: how likely somebody is to recommend (net promoter score)
  effort,  // 1 … 7: how easy it was (customer effort score)
  yes_no,
  single_choice,
  multiple_choice,
};
constexpr bool is_scale(QuestionKind kind) {
  return kind < QuestionKind::single_choice;
}

// One answer of a scale that has a word of its own: a face, Yes, No.
struct ScaleAnswer {
  std::uint8_t smiley = 0;  // which of the five SVG files, 1…5; rises with the vote. 0: no face
  Texts label;              // the balanced word
};

struct ReasonOption {
  std::string id;
  std::string icon;  // of assets/icons/reasons, may be empty
  Texts text;
};

// What a shopper gave to a question; neither where it was not asked or was skipped.
struct Given {
  std::uint8_t vote = 0;              // on a scale, by meaning: 1 = worst
  std::vector<std::string> chosen{};  // of a choice: option ids
};
using GivenAnswers = std::vector<Given>;  // by the question's place

// Holds where the vote lies in between, or one of the options was chosen.
struct Condition {
  std::size_t question = 0;  // its place; at or before the question that leads on
  std::uint8_t least = 0, most = 0;
  std::vector<std::string> chosen;
  bool holds(const GivenAnswers& answers) const;
};

struct Branch {
  std::optional<Condition> when;  // nothing: always
  std::size_t ask = 0;            // the question that comes next; after this one
};

struct Question {
  std::string id;
  QuestionKind kind = QuestionKind::smiley;
  Texts text;
  std::vector<ScaleAnswer> answers;  // smiley, yes_no: worst first; vote N is answers[N - 1]
  Texts least, most;                 // nps, effort: words at the two ends
  bool yes_is_better = true;
  std::vector<ReasonOption> options;  // choices: two to six, one screen
  std::vector<Branch> next;           // the first that holds; none: the thank-you

  // How many votes a scale has; 0 for choices.
  std::uint8_t steps() const;
};

// What the kiosk says to these votes on the first question.
struct Reply {
  std::uint8_t least = 0, most = 0;
  Texts response;             // on the very next screen; may be empty
  std::vector<Texts> thanks;  // endings that take turns; never empty
};

struct SurveySet {
  std::string id;
  std::uint64_t version = 1;  // of the wording; stored with every answer
  Texts title;                // what staff call it
  std::string brand;          // the shop's name on the screen, may be empty
  SetLook look;
  record::Audience audience = record::Audience::shoppers;  // whom it asks
  std::vector<std::string> languages;
  std::vector<Question> questions;  // the first is a scale: it is what the figures count
  std::vector<Reply> replies;       // each vote on the first question has one

  // The question that follows on this one, by what was given on the way here; nothing: no further.
  std::optional<std::size_t> next_after(std::size_t question, const GivenAnswers& answers) const;
  const Reply& reply_to(std::uint8_t vote) const;
  bool has_language(const std::string& language) const;
};

// Each text of the set that is not empty.
void each_text(SurveySet& set, const std::function<void(Texts&)>& visit);

ReadPicture no_pictures();
ReadPicture pictures_beside(const std::filesystem::path& file);

// `file` is only named in messages: "FILE: PLACE: what is wrong; what to do", one line.
// `read_picture`: what the set's look names; without, every picture must stand in the set itself.
Result<SurveySet> parse_survey_set(std::string_view json, const std::string& file,
                                   const ReadPicture& read_picture = no_pictures());
Result<SurveySet> load_survey_set(const std::filesystem::path& file);

// Every *.json in the folder but *.schema.json, by file name. A bad set keeps no other one out.
struct SurveySets {
  std::vector<SurveySet> sets;
  std::vector<Error> refused;
};
SurveySets load_survey_sets(const std::filesystem::path& folder);

}  // namespace smilepost::kiosk
