// A survey set: one rating question and one conditional follow-up, in every language it names.
// assets/surveys/survey-set.schema.json describes the file; parsing refuses what is incomplete.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.h"

namespace smilepost::kiosk {

// Language (BCP 47) → text. In a parsed set every text has every language of the set.
using Texts = std::map<std::string, std::string>;

// The text in this language, which the set must have.
const std::string& text_in(const Texts& texts, const std::string& language);

struct VoteOption {
  std::uint8_t vote = 0;      // by meaning: 1 = worst
  std::uint8_t smiley = 0;    // which of the five SVG files, 1…5; rises with the vote
  Texts label;                // the balanced word under the face
  Texts response;             // answers the vote on the very next screen; may be empty
  std::vector<Texts> thanks;  // endings that take turns; never empty
};

struct RatingQuestion {
  std::string id;
  Texts text;
  std::vector<VoteOption> votes;  // 1…N in order, N from 2 to 5
};

struct ReasonOption {
  std::string id;
  Texts text;
};

struct FollowUp {
  std::string id;
  std::vector<std::uint8_t> votes;  // asked after these, ascending
  Texts text;
  std::vector<ReasonOption> options;  // at most six: one screen
};

struct SurveySet {
  std::string id;
  std::uint64_t version = 1;  // of the wording; stored with every answer
  Texts title;                // what staff call it
  std::string brand;          // the shop's name on the screen, may be empty
  std::vector<std::string> languages;
  RatingQuestion rating;
  std::optional<FollowUp> follow_up;

  // The follow-up that this vote leads to, or null.
  const FollowUp* follow_up_after(std::uint8_t vote) const;
  bool has_language(const std::string& language) const;
};

// `file` is only named in messages: "FILE: PLACE: what is wrong; what to do", one line.
Result<SurveySet> parse_survey_set(std::string_view json, const std::string& file);
Result<SurveySet> load_survey_set(const std::filesystem::path& file);

// Every *.json in the folder but *.schema.json, by file name. A bad set keeps no other one out.
struct SurveySets {
  std::vector<SurveySet> sets;
  std::vector<Error> refused;
};
SurveySets load_survey_sets(const std::filesystem::path& folder);

}  // namespace smilepost::kiosk
