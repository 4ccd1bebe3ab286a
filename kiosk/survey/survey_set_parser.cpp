// The survey set's file: from JSON to SurveySet.
#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "kiosk/survey/json_place.h"
#include "kiosk/survey/json_reader.h"
#include "kiosk/survey/survey_set.h"
#include "kiosk/survey/survey_set_rules.h"

namespace smilepost::kiosk {
namespace {

using Json = nlohmann::json;
using Node = JsonNode;

constexpr std::array<std::pair<std::string_view, QuestionKind>, 6> kinds{
    {{"smiley", QuestionKind::smiley},
     {"nps", QuestionKind::nps},
     {"effort", QuestionKind::effort},
     {"yes_no", QuestionKind::yes_no},
     {"single_choice", QuestionKind::single_choice},
     {"multiple_choice", QuestionKind::multiple_choice}}};

class SetReader : private JsonReader {
 public:
  using JsonReader::error;
  SetReader(const std::string& file, const ReadPicture& read_picture)
      : JsonReader(file), read_picture_(read_picture) {}

  SurveySet set(const Node& node);

 private:
  struct Votes {
    std::uint8_t least = 0, most = 0;
  };

  QuestionKind kind(const Node& node);
  record::Audience audience(const Node& node);
  Question question(const Node& node);
  void read_smileys(const Node& node, Question& into);
  void read_ends(const Node& node, Question& into);
  void read_yes_and_no(const Node& node, Question& into);
  void read_options(const Node& node, Question& into);
  ReasonOption option(const Node& node);
  std::string icon(const Node& node);

  Votes votes(const Node& node, const Question& question);
  Votes chosen_votes(const Node& node, const Question& yes_no);
  std::vector<std::string> chosen(const Node& node, const Question& choice);
  std::size_t place_of(const Node& id, const SurveySet& set, std::size_t from, std::size_t to,
                       const std::string& which);
  std::vector<Branch> branches(const Node& node, const SurveySet& set, std::size_t question);
  Branch branch(const Node& node, const SurveySet& set, std::size_t question);
  Condition condition(const Node& node, const SurveySet& set, std::size_t question);
  void read_ways(const std::vector<Node>& questions, SurveySet& set);
  std::vector<Reply> replies(const Node& node, const Question& first);
  Reply reply(const Node& node, const Question& first);

  const ReadPicture& read_picture_;
};

QuestionKind SetReader::kind(const Node& node) {
  const auto name = string(node, rules::longest_id);
  for (const auto& [known, kind] : kinds) {
    if (known == name) return kind;
  }
  refuse(node.place,
         "is no kind of question; write smiley, nps, effort, yes_no, single_choice or "
         "multiple_choice");
  return QuestionKind::smiley;
}

record::Audience SetReader::audience(const Node& node) {
  const auto name = string(node, rules::longest_id);
  if (name == "staff") return record::Audience::staff;
  if (name != "shoppers") refuse(node.place, "is nobody we ask; write shoppers or staff");
  return record::Audience::shoppers;
}

Question SetReader::question(const Node& node) {
  Question question;
  if (!node.json->is_object()) expect_object(node, {});
  question.kind = kind(at(node, "kind"));
  switch (question.kind) {
    case QuestionKind::smiley:
      read_smileys(node, question);
      break;
    case QuestionKind::nps:
    case QuestionKind::effort:
      read_ends(node, question);
      break;
    case QuestionKind::yes_no:
      read_yes_and_no(node, question);
      break;
    case QuestionKind::single_choice:
    case QuestionKind::multiple_choice:
      read_options(node, question);
  }
  question.id = id(at(node, "id"));
  question.text = texts(at(node, "text"), rules::longest_question);
  return question;
}

void SetReader::read_smileys(const Node& node, Question& into) {
  expect_object(node, {"id", "kind", "text", "answers"}, {"replies", "next"});
  for (const auto& item : array(at(node, "answers"), rules::least_faces, rules::most_faces)) {
    expect_object(item, {"smiley", "label"});
    const auto smiley = integer(at(item, "smiley"), 1, rules::smileys);
    into.answers.push_back(
        {static_cast<std::uint8_t>(smiley), texts(at(item, "label"), rules::longest_label)});
  }
}

void SetReader::read_ends(const Node& node, Question& into) {
  expect_object(node, {"id", "kind", "text", "least", "most"}, {"replies", "next"});
  into.least = texts(at(node, "least"), rules::longest_label);
  into.most = texts(at(node, "most"), rules::longest_label);
}

void SetReader::read_yes_and_no(const Node& node, Question& into) {
  expect_object(node, {"id", "kind", "text", "no", "yes"}, {"better", "replies", "next"});
  if (has(node, "better")) {
    const auto better = string(at(node, "better"), rules::longest_id);
    into.yes_is_better = better != "no";
    if (better != "no" && better != "yes") {
      refuse(node.place + "/better", "is no answer of it; write yes or no");
    }
  }
  into.answers.push_back(
      {0, texts(at(node, into.yes_is_better ? "no" : "yes"), rules::longest_label)});
  into.answers.push_back(
      {0, texts(at(node, into.yes_is_better ? "yes" : "no"), rules::longest_label)});
}

void SetReader::read_options(const Node& node, Question& into) {
  expect_object(node, {"id", "kind", "text", "options"}, {"next"});
  for (const auto& item : array(at(node, "options"), rules::least_reasons, rules::most_reasons)) {
    into.options.push_back(option(item));
  }
}

ReasonOption SetReader::option(const Node& node) {
  ReasonOption option;
  expect_object(node, {"id", "text"}, {"icon"});
  option.id = id(at(node, "id"));
  if (has(node, "icon")) option.icon = icon(at(node, "icon"));
  option.text = texts(at(node, "text"), rules::longest_reason);
  return option;
}

std::string SetReader::icon(const Node& node) {
  auto name = string(node, rules::longest_id);
  const auto& known = rules::icons;
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    std::string names;
    for (const auto one : known) names += (names.empty() ? "" : ", ") + std::string(one);
    refuse(node.place, "is no icon; write one of " + names);
  }
  return name;
}

// By meaning, from what the file says in the question's own units.
SetReader::Votes SetReader::votes(const Node& node, const Question& question) {
  if (question.kind == QuestionKind::yes_no) return chosen_votes(node, question);
  const std::uint64_t low = question.kind == QuestionKind::nps ? 0 : 1;  // votes begin at 1
  const std::uint64_t high = low + question.steps() - 1;
  const auto from = integer(at(node, "from"), low, high);
  const auto to = integer(at(node, "to"), low, high);
  if (from > to) refuse(node.place + "/to", "is below \"from\"; write the lower one first");
  return {static_cast<std::uint8_t>(from - low + 1), static_cast<std::uint8_t>(to - low + 1)};
}

SetReader::Votes SetReader::chosen_votes(const Node& node, const Question& yes_no) {
  Votes votes{2, 1};
  for (const auto& item : array(at(node, "chosen"), 1, 2)) {
    const auto answer = string(item, rules::longest_id);
    if (answer != "yes" && answer != "no")
      refuse(item.place, "is no answer of it; write yes or no");
    const std::uint8_t vote = (answer == "yes") == yes_no.yes_is_better ? 2 : 1;
    votes = {std::min(votes.least, vote), std::max(votes.most, vote)};
  }
  return votes;
}

std::vector<std::string> SetReader::chosen(const Node& node, const Question& choice) {
  std::vector<std::string> ids;
  for (const auto& item : array(at(node, "chosen"), 1, rules::most_reasons)) {
    const auto id = string(item, rules::longest_id);
    const auto same = [&](const ReasonOption& option) { return option.id == id; };
    if (std::none_of(choice.options.begin(), choice.options.end(), same)) {
      refuse(item.place, "is no option of \"" + choice.id + "\"; name one that there is");
    }
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) {
      refuse(item.place, "stands there already; remove it");
    }
    ids.push_back(id);
  }
  return ids;
}

// Of the questions in [from, to) the one with this id.
std::size_t SetReader::place_of(const Node& node, const SurveySet& set, std::size_t from,
                                std::size_t to, const std::string& which) {
  const auto wanted = string(node, rules::longest_id);
  for (std::size_t i = from; i < to; ++i) {
    if (set.questions[i].id == wanted) return i;
  }
  refuse(node.place, "is no " + which + " question; name one by its id");
  return from < set.questions.size() ? from : 0;
}

Branch SetReader::branch(const Node& node, const SurveySet& set, std::size_t question) {
  Branch branch;
  expect_object(node, {"ask"}, {"question", "from", "to", "chosen"});
  branch.ask = place_of(at(node, "ask"), set, question + 1, set.questions.size(), "later");
  if (has(node, "question") || has(node, "from") || has(node, "to") || has(node, "chosen")) {
    branch.when = condition(node, set, question);
  }
  return branch;
}

Condition SetReader::condition(const Node& node, const SurveySet& set, std::size_t question) {
  const auto about = has(node, "question")
                         ? place_of(at(node, "question"), set, 0, question + 1, "earlier")
                         : question;
  const Question& asked = set.questions[about];
  if (is_scale(asked.kind) && asked.kind != QuestionKind::yes_no) {
    expect_object(node, {"ask", "from", "to"}, {"question"});
  } else {
    expect_object(node, {"ask", "chosen"}, {"question"});
  }
  if (!is_scale(asked.kind)) return {about, 0, 0, chosen(node, asked)};
  const auto range = votes(node, asked);
  return {about, range.least, range.most, {}};
}

std::vector<Branch> SetReader::branches(const Node& node, const SurveySet& set,
                                        std::size_t question) {
  std::vector<Branch> branches;
  for (const auto& item : array(node, 1, rules::most_branches)) {
    if (!branches.empty() && !branches.back().when) {
      refuse(item.place, "is never reached: the rule before it always holds; remove one");
    }
    branches.push_back(branch(item, set, question));
  }
  return branches;
}

Reply SetReader::reply(const Node& node, const Question& first) {
  Reply reply;
  if (first.kind == QuestionKind::yes_no) {
    expect_object(node, {"chosen", "thanks"}, {"response"});
  } else {
    expect_object(node, {"from", "to", "thanks"}, {"response"});
  }
  const auto range = votes(node, first);
  reply.least = range.least;
  reply.most = range.most;
  if (has(node, "response")) reply.response = texts(at(node, "response"), rules::longest_response);
  for (const auto& ending : array(at(node, "thanks"), 1, rules::most_endings)) {
    reply.thanks.push_back(texts(ending, rules::longest_thanks));
  }
  return reply;
}

std::vector<Reply> SetReader::replies(const Node& node, const Question& first) {
  std::vector<Reply> replies;
  for (const auto& item : array(node, 1, rules::most_replies)) {
    replies.push_back(reply(item, first));
  }
  return replies;
}

// What comes after what, once it is known what there is.
void SetReader::read_ways(const std::vector<Node>& questions, SurveySet& set) {
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (has(questions[i], "next")) {
      set.questions[i].next = branches(at(questions[i], "next"), set, i);
    }
    if (i > 0 && has(questions[i], "replies")) {
      refuse(questions[i].place + "/replies", "belongs to the first question; move it there");
    }
  }
}

SurveySet SetReader::set(const Node& node) {
  SurveySet set;
  expect_object(node, {"id", "version", "title", "languages", "questions"},
                {"$schema", "brand", "look", "audience"});
  if (has(node, "$schema")) string(at(node, "$schema"), rules::longest_response);
  set.id = id(at(node, "id"));
  set.version = integer(at(node, "version"), 1, rules::highest_version);
  set.languages = languages(at(node, "languages"));
  set.title = texts(at(node, "title"), rules::longest_title);
  if (has(node, "brand")) set.brand = string(at(node, "brand"), rules::longest_label);
  if (has(node, "look")) set.look = read_look(*this, at(node, "look"), read_picture_);
  if (has(node, "audience")) set.audience = audience(at(node, "audience"));
  const auto questions = array(at(node, "questions"), 1, rules::most_questions);
  for (const auto& item : questions) set.questions.push_back(question(item));
  if (error()) return set;
  read_ways(questions, set);
  if (const auto broken = rules::first_broken(set)) refuse(broken->place, broken->what_and_remedy);
  if (error()) return set;
  set.replies = replies(at(questions.front(), "replies"), set.questions.front());
  if (error()) return set;
  if (const auto broken = rules::first_broken_reply(set)) {
    refuse(broken->place, broken->what_and_remedy);
  }
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

Result<SurveySet> parse_survey_set(std::string_view json, const std::string& file,
                                   const ReadPicture& read_picture) {
  if (json.size() > rules::largest_file) {
    return Error{
        file +
        ": /: is larger than 256 KiB with its pictures; simplify them, or shorten the texts"};
  }
  DuplicateKeys duplicates;
  Json parsed;
  try {
    parsed = Json::parse(json, std::ref(duplicates));
  } catch (const Json::exception& fault) {
    return Error{file + ": " + syntax_fault(fault.what()) + "; correct the JSON there"};
  }
  if (duplicates.first()) {
    return Error{file + ": /: the key " + "\"" + quotable(*duplicates.first()) + "\"" +
                 " stands twice in one object; remove one"};
  }
  SetReader reader(file, read_picture);
  auto set = reader.set({&parsed, ""});
  if (reader.error()) return *reader.error();
  return set;
}

}  // namespace smilepost::kiosk
