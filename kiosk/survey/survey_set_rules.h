// What a survey set must keep to beyond its shape. The limits stand a second time in
// assets/surveys/survey-set.schema.json, and a test holds the two together.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/survey/survey_set.h"

namespace smilepost::kiosk::rules {

// Characters (code points) that fit their place on a 10.1 inch screen.
constexpr std::size_t longest_id = 40;
constexpr std::size_t longest_title = 40;
constexpr std::size_t longest_question = 80;
constexpr std::size_t longest_label = 24;
constexpr std::size_t longest_response = 120;
constexpr std::size_t longest_thanks = 90;
constexpr std::size_t longest_reason = 32;

constexpr std::size_t most_questions = 6, most_branches = 12, most_replies = 11;
constexpr std::size_t least_faces = 2, most_faces = 5;
constexpr std::size_t smileys = 5;
constexpr std::size_t least_reasons = 2, most_reasons = 6;
constexpr std::size_t most_endings = 8, endings_of_the_best = 4;
constexpr std::size_t most_languages = 40;
constexpr std::uint64_t highest_version = 1'000'000'000;
constexpr std::size_t largest_file = std::size_t{256} << 10;
constexpr std::size_t largest_picture = std::size_t{32} << 10;

// Of assets/icons/reasons.
constexpr std::array<std::string_view, 20> icons{
    "arrows", "basket", "bulb",  "cart",  "clock", "cross",   "dots",   "door", "heart", "parking",
    "people", "person", "price", "queue", "shelf", "sparkle", "speech", "star", "thumb", "tool"};

bool is_blank(std::string_view text);     // nothing that anybody could see
bool has_control(std::string_view text);  // a line break, a tab, any other control character
bool is_id(std::string_view text);        // "long-wait"
// The subset of BCP 47 that names a translation: language, script, region, as usually written.
bool is_language_tag(std::string_view text);

struct Broken {
  std::string place;  // JSON pointer
  std::string what_and_remedy;
};
// The first rule between several values that a set of the right shape breaks: of its questions, and
// once these are in order, of its replies.
std::optional<Broken> first_broken(const SurveySet& set);
std::optional<Broken> first_broken_reply(const SurveySet& set);

}  // namespace smilepost::kiosk::rules
