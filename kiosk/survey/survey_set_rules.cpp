#include "kiosk/survey/survey_set_rules.h"

#include <algorithm>
#include <array>
#include <utility>

namespace smilepost::kiosk::rules {
namespace {

bool is_small(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// C1 controls, a line break (NEL) among them, and Unicode's line and paragraph separators, in
// UTF-8.
bool has_control_beyond_ascii(std::string_view text) {
  for (auto at = text.find('\xC2'); at != std::string_view::npos; at = text.find('\xC2', at + 1)) {
    if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0) return true;
  }
  return text.find("\xE2\x80\xA8") != std::string_view::npos ||
         text.find("\xE2\x80\xA9") != std::string_view::npos;
}

// "ab", "abc"
bool is_language(std::string_view part) {
  return (part.size() == 2 || part.size() == 3) && std::all_of(part.begin(), part.end(), is_small);
}
// "Hant"
bool is_script(std::string_view part) {
  return part.size() == 4 && is_capital(part[0]) &&
         std::all_of(part.begin() + 1, part.end(), is_small);
}
// "BR", "419"
bool is_region(std::string_view part) {
  return (part.size() == 2 && std::all_of(part.begin(), part.end(), is_capital)) ||
         (part.size() == 3 && std::all_of(part.begin(), part.end(), is_digit));
}

// Takes what stands before the next dash off the front.
std::string_view next_part(std::string_view& rest) {
  const auto dash = rest.find('-');
  const auto part = rest.substr(0, dash);
  rest = dash == std::string_view::npos ? std::string_view() : rest.substr(dash + 1);
  return part;
}

std::string place_of(std::size_t question, const std::string& member) {
  return "/questions/" + std::to_string(question) + "/" + member;
}

std::optional<Broken> broken_smiley(const Question& question, std::size_t place) {
  for (std::size_t i = 1; i < question.answers.size(); ++i) {
    if (question.kind != QuestionKind::smiley) break;
    if (question.answers[i].smiley > question.answers[i - 1].smiley) continue;
    return Broken{place_of(place, "answers/" + std::to_string(i) + "/smiley"),
                  "is no happier than the one before; put the worst first and let them rise"};
  }
  return std::nullopt;
}

std::optional<Broken> broken_option(const Question& question, std::size_t place) {
  const auto& options = question.options;
  for (std::size_t i = 0; i < options.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (options[i].id != options[k].id) continue;
      return Broken{place_of(place, "options/" + std::to_string(i) + "/id"),
                    "is another option's already; give every option its own id"};
    }
  }
  return std::nullopt;
}

bool is_asked(const SurveySet& set, std::size_t place) {
  const auto leads_there = [&](const Branch& branch) { return branch.ask == place; };
  return place == 0 || std::any_of(set.questions.begin(), set.questions.end(), [&](const auto& q) {
           return std::any_of(q.next.begin(), q.next.end(), leads_there);
         });
}

std::optional<Broken> broken_question(const SurveySet& set, std::size_t place) {
  const Question& question = set.questions[place];
  for (std::size_t k = 0; k < place; ++k) {
    if (set.questions[k].id != question.id) continue;
    return Broken{place_of(place, "id"),
                  "is another question's already; give every question its own id"};
  }
  if (!is_asked(set, place)) {
    return Broken{place_of(place, "id"), "is never asked; let the \"next\" of one before name it"};
  }
  if (auto broken = broken_smiley(question, place)) return broken;
  return broken_option(question, place);
}

std::string reply_place(std::size_t index, const std::string& member) {
  return place_of(0, "replies/" + std::to_string(index) + "/" + member);
}

bool leads_on(const SurveySet& set, const Reply& reply) {
  for (std::uint8_t vote = reply.least; vote <= reply.most; ++vote) {
    if (set.next_after(0, {{.vote = vote}})) return true;
  }
  return false;
}

std::optional<Broken> broken_reply(const SurveySet& set, std::size_t i) {
  const auto& replies = set.replies;
  const Reply& reply = replies[i];
  const std::size_t steps = set.questions.front().steps();
  const std::size_t due = i == 0 ? 1 : replies[i - 1].most + std::size_t{1};
  const bool yes_no = set.questions.front().kind == QuestionKind::yes_no;
  if (reply.least != due) {
    return Broken{reply_place(i, yes_no ? "chosen" : "from"),
                  "leaves an answer out or is out of order; reply to each once, the worst first"};
  }
  if (i + 1 == replies.size() && reply.most != steps) {
    return Broken{reply_place(i, yes_no ? "chosen" : "to"),
                  "is not the best answer, and it is the last reply; reply to each answer"};
  }
  const bool unhappy = std::size_t{reply.least} * 2 <= steps;
  if (reply.response.empty() && (unhappy || leads_on(set, reply))) {
    return Broken{reply_place(i, "response"),
                  "is missing; a bad answer, and one that leads on, is answered first: add it"};
  }
  if (i + 1 == replies.size() && reply.thanks.size() < endings_of_the_best) {
    return Broken{reply_place(i, "thanks"), "has " + std::to_string(reply.thanks.size()) +
                                                " endings; after the best answer four take turns"};
  }
  return std::nullopt;
}

}  // namespace

// Unicode White_Space, and what shows nothing either: zero-width characters, direction and format
// marks. In UTF-8, characters of the same beginning together: the first and the last one.
bool is_blank(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> invisible{
      {{"\t", "\r"},
       {" ", " "},
       {"\xC2\x85", "\xC2\x85"},
       {"\xC2\xA0", "\xC2\xA0"},
       {"\xC2\xAD", "\xC2\xAD"},
       {"\xE1\x9A\x80", "\xE1\x9A\x80"},
       {"\xE2\x80\x80", "\xE2\x80\x8F"},
       {"\xE2\x80\xA8", "\xE2\x80\xAF"},
       {"\xE2\x81\x9F", "\xE2\x81\xAF"},
       {"\xE3\x80\x80", "\xE3\x80\x80"},
       {"\xE3\x85\xA4", "\xE3\x85\xA4"},
       {"\xEF\xBB\xBF", "\xEF\xBB\xBF"}}};
  const auto begins_with = [&](const auto& range) {
    const auto character = text.substr(0, range.first.size());
    return character >= range.first && character <= range.second;
  };
  while (!text.empty()) {
    const auto* const found = std::find_if(invisible.begin(), invisible.end(), begins_with);
    if (found == invisible.end()) return false;
    text.remove_prefix(found->first.size());
  }
  return true;
}

bool has_control(std::string_view text) {
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
  return std::any_of(text.begin(), text.end(), is_control) || has_control_beyond_ascii(text);
}

bool is_id(std::string_view text) {
  if (text.empty() || text.front() == '-' || text.back() == '-') return false;
  if (text.find("--") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_small(c) || is_digit(c) || c == '-'; });
}

bool is_language_tag(std::string_view text) {
  if (!text.empty() && text.back() == '-') return false;
  if (!is_language(next_part(text))) return false;
  if (text.empty()) return true;
  auto part = next_part(text);
  if (is_script(part)) {
    if (text.empty()) return true;
    part = next_part(text);
  }
  return is_region(part) && text.empty();
}

std::optional<Broken> first_broken(const SurveySet& set) {
  if (!is_scale(set.questions.front().kind)) {
    return Broken{"/questions/0/kind",
                  "is a choice; begin with a scale: its votes are what the figures count"};
  }
  for (std::size_t i = 0; i < set.questions.size(); ++i) {
    if (auto broken = broken_question(set, i)) return broken;
  }
  return std::nullopt;
}

std::optional<Broken> first_broken_reply(const SurveySet& set) {
  for (std::size_t i = 0; i < set.replies.size(); ++i) {
    if (auto broken = broken_reply(set, i)) return broken;
  }
  return std::nullopt;
}

}  // namespace smilepost::kiosk::rules
