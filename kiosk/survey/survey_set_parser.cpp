// The survey set's file: from JSON to SurveySet. The only file that knows the JSON library.
//
// Nothing here stops at the first fault: a missing node reads as null, and only the first refusal
// is kept, so the reading code has no error paths of its own.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "kiosk/survey/json_place.h"
#include "kiosk/survey/survey_set.h"
#include "kiosk/survey/survey_set_rules.h"
#include "kiosk/survey/word_count.h"

namespace smilepost::kiosk {
namespace {

using Json = nlohmann::json;

// A value and where it stands (a JSON pointer, RFC 6901).
struct Node {
  const Json* json;
  std::string place;
};

const Json null_json;

std::string in_quotes(const std::string& text) {
  return '"' + quotable(text) + '"';
}

class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  SurveySet set(const Node& node);
  const std::optional<Error>& error() const { return error_; }

 private:
  void refuse(const std::string& place, const std::string& what_and_remedy) {
    if (error_) return;
    error_ = Error{file_ + ": " + (place.empty() ? "/" : place) + ": " + what_and_remedy};
  }

  void expect_object(const Node& node, std::initializer_list<std::string_view> required,
                     std::initializer_list<std::string_view> optional = {});
  std::vector<Node> array(const Node& node, std::size_t least, std::size_t most);
  std::string string(const Node& node, std::size_t longest);
  std::string id(const Node& node);
  std::uint64_t integer(const Node& node, std::uint64_t least, std::uint64_t most);
  std::string language_tag(const Node& node);
  Texts texts(const Node& node, std::size_t longest);
  std::vector<std::string> languages(const Node& node);
  VoteOption vote(const Node& node);
  RatingQuestion rating(const Node& node);
  ReasonOption reason(const Node& node);
  FollowUp follow_up(const Node& node);

  static Node at(const Node& node, const std::string& key) {
    const auto place = node.place + "/" + pointer_token(key);
    if (!node.json->is_object() || !node.json->contains(key)) return {&null_json, place};
    return {&node.json->at(key), place};
  }
  static bool has(const Node& node, const std::string& key) {
    return node.json->is_object() && node.json->contains(key);
  }

  std::string file_;
  std::vector<std::string> languages_;
  std::optional<Error> error_;
};

void Reader::expect_object(const Node& node, std::initializer_list<std::string_view> required,
                           std::initializer_list<std::string_view> optional) {
  if (!node.json->is_object()) return refuse(node.place, "is no object; write { … } here");
  for (const auto key : required) {
    if (!node.json->contains(key)) {
      refuse(node.place, "has no \"" + std::string(key) + "\"; add it");
    }
  }
  for (const auto& [key, value] : node.json->items()) {
    const auto known = [&key = key](const auto& keys) {
      return std::find(keys.begin(), keys.end(), key) != keys.end();
    };
    if (!known(required) && !known(optional)) {
      refuse(node.place + "/" + pointer_token(key),
             "is not known here; check its spelling or remove it");
    }
  }
}

std::vector<Node> Reader::array(const Node& node, std::size_t least, std::size_t most) {
  std::vector<Node> items;
  if (!node.json->is_array()) {
    refuse(node.place, "is no list; write [ … ] here");
    return items;
  }
  const auto size = node.json->size();
  if (size < least || size > most) {
    refuse(node.place, "has " + std::to_string(size) + " entries; " + std::to_string(least) +
                           " to " + std::to_string(most) + " fit");
    return items;
  }
  for (std::size_t i = 0; i < size; ++i) {
    items.push_back({&(*node.json)[i], node.place + "/" + std::to_string(i)});
  }
  return items;
}

std::string Reader::string(const Node& node, std::size_t longest) {
  if (!node.json->is_string()) {
    refuse(node.place, "is no text; write it in double quotes");
    return {};
  }
  auto text = node.json->get<std::string>();
  if (rules::has_control(text)) {
    refuse(node.place, "holds a line break or control character; write it as one plain line");
  }
  if (rules::is_blank(text)) refuse(node.place, "is blank; write a text");
  const auto length = count_code_points(text);
  if (length > longest) {
    refuse(node.place, "has " + std::to_string(length) + " characters; shorten it to " +
                           std::to_string(longest));
  }
  return text;
}

std::string Reader::id(const Node& node) {
  auto id = string(node, rules::longest_id);
  if (!rules::is_id(id)) {
    refuse(node.place, "is no id; use small letters a-z, digits and single dashes");
  }
  return id;
}

// As JSON Schema has it, 4.0 is an integer.
std::uint64_t Reader::integer(const Node& node, std::uint64_t least, std::uint64_t most) {
  const auto& json = *node.json;
  const bool whole =
      json.is_number_integer() ||
      (json.is_number_float() && std::trunc(json.get<double>()) == json.get<double>());
  const double value = whole ? json.get<double>() : -1;
  if (!whole || value < static_cast<double>(least) || value > static_cast<double>(most)) {
    refuse(node.place, "is no whole number from " + std::to_string(least) + " to " +
                           std::to_string(most) + "; write one");
    return least;
  }
  return static_cast<std::uint64_t>(value);
}

std::string Reader::language_tag(const Node& node) {
  auto tag = string(node, rules::longest_id);
  if (!rules::is_language_tag(tag)) {
    refuse(node.place, "is no language tag; write one like \"de\", \"pt-BR\" or \"zh-Hant\"");
  }
  return tag;
}

Texts Reader::texts(const Node& node, std::size_t longest) {
  Texts texts;
  if (!node.json->is_object()) {
    refuse(node.place, "is no object; write { \"en\": \"…\" } with every language of /languages");
    return texts;
  }
  for (const auto& language : languages_) {
    const auto text = at(node, language);
    if (!has(node, language)) {
      refuse(text.place, "is missing; add it, or take \"" + language + "\" out of /languages");
      return texts;
    }
    texts[language] = string(text, longest);
  }
  for (const auto& [language, value] : node.json->items()) {
    if (texts.count(language) == 0) {
      refuse(node.place + "/" + pointer_token(language),
             "is not in /languages; add the language there or remove the text");
    }
  }
  return texts;
}

std::vector<std::string> Reader::languages(const Node& node) {
  std::vector<std::string> tags;
  for (const auto& item : array(node, 1, rules::most_languages)) {
    auto tag = language_tag(item);
    if (std::find(tags.begin(), tags.end(), tag) != tags.end()) {
      refuse(item.place, "names " + in_quotes(tag) + " a second time; remove it");
    }
    tags.push_back(std::move(tag));
  }
  return tags;
}

VoteOption Reader::vote(const Node& node) {
  VoteOption option;
  expect_object(node, {"vote", "smiley", "label", "thanks"}, {"response"});
  option.vote = static_cast<std::uint8_t>(integer(at(node, "vote"), 1, rules::most_votes));
  option.smiley = static_cast<std::uint8_t>(integer(at(node, "smiley"), 1, rules::smileys));
  option.label = texts(at(node, "label"), rules::longest_label);
  if (has(node, "response")) {
    option.response = texts(at(node, "response"), rules::longest_response);
  }
  for (const auto& ending : array(at(node, "thanks"), 1, rules::most_endings)) {
    option.thanks.push_back(texts(ending, rules::longest_thanks));
  }
  return option;
}

RatingQuestion Reader::rating(const Node& node) {
  RatingQuestion rating;
  expect_object(node, {"id", "text", "votes"});
  rating.id = id(at(node, "id"));
  rating.text = texts(at(node, "text"), rules::longest_question);
  for (const auto& item : array(at(node, "votes"), rules::least_votes, rules::most_votes)) {
    rating.votes.push_back(vote(item));
  }
  return rating;
}

ReasonOption Reader::reason(const Node& node) {
  expect_object(node, {"id", "text"});
  return {id(at(node, "id")), texts(at(node, "text"), rules::longest_reason)};
}

FollowUp Reader::follow_up(const Node& node) {
  FollowUp follow_up;
  expect_object(node, {"id", "when", "text", "options"});
  follow_up.id = id(at(node, "id"));
  const auto when = at(node, "when");
  expect_object(when, {"votes"});
  for (const auto& vote : array(at(when, "votes"), 1, rules::most_votes)) {
    follow_up.votes.push_back(static_cast<std::uint8_t>(integer(vote, 1, rules::most_votes)));
  }
  follow_up.text = texts(at(node, "text"), rules::longest_question);
  for (const auto& option : array(at(node, "options"), rules::least_reasons, rules::most_reasons)) {
    follow_up.options.push_back(reason(option));
  }
  return follow_up;
}

SurveySet Reader::set(const Node& node) {
  SurveySet set;
  expect_object(node, {"id", "version", "title", "languages", "rating"},
                {"$schema", "brand", "follow_up"});
  if (has(node, "$schema")) string(at(node, "$schema"), rules::longest_response);
  set.id = id(at(node, "id"));
  set.version = integer(at(node, "version"), 1, rules::highest_version);
  set.languages = languages_ = languages(at(node, "languages"));
  set.title = texts(at(node, "title"), rules::longest_title);
  if (has(node, "brand")) set.brand = string(at(node, "brand"), rules::longest_label);
  set.rating = rating(at(node, "rating"));
  if (has(node, "follow_up")) set.follow_up = follow_up(at(node, "follow_up"));
  if (error_) return set;
  if (const auto broken = rules::first_broken(set)) refuse(broken->place, broken->what_and_remedy);
  return set;
}

// JSON keeps silent about a key that stands twice; the last one would win unseen.
class DuplicateKeys {
 public:
  bool operator()(int /*depth*/, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start) open_.emplace_back();
    if (event == Json::parse_event_t::object_end) open_.pop_back();
    if (event == Json::parse_event_t::key) {
      const auto key = parsed.get<std::string>();
      if (!open_.back().insert(key).second && !first_) first_ = key;
    }
    return true;
  }
  const std::optional<std::string>& first() const { return first_; }

 private:
  std::vector<std::set<std::string>> open_;
  std::optional<std::string> first_;
};

// "[json.exception.parse_error.101] parse error at line 3, column 7: …; last read: …" → the middle.
// "[json.exception.out_of_range.406] number overflow parsing '1e999'" → what follows the bracket.
std::string syntax_fault(const std::string& what) {
  auto fault = what.substr(what.find("] ") + 2);
  fault = fault.substr(0, fault.find("; last read"));
  return fault.substr(0, 160);
}

}  // namespace

Result<SurveySet> parse_survey_set(std::string_view json, const std::string& file) {
  if (json.size() > rules::largest_file) {
    return Error{file + ": /: is larger than 256 KiB; a survey set is a few pages of text"};
  }
  DuplicateKeys duplicates;
  Json parsed;
  try {
    parsed = Json::parse(json, std::ref(duplicates));
  } catch (const Json::exception& fault) {
    return Error{file + ": " + syntax_fault(fault.what()) + "; correct the JSON there"};
  }
  if (duplicates.first()) {
    return Error{file + ": /: the key " + in_quotes(*duplicates.first()) +
                 " stands twice in one object; remove one"};
  }
  Reader reader(file);
  auto set = reader.set({&parsed, ""});
  if (reader.error()) return *reader.error();
  return set;
}

}  // namespace smilepost::kiosk
