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

std::string vote_place(std::size_t index, const std::string& member) {
  return "/rating/votes/" + std::to_string(index) + "/" + member;
}

std::optional<Broken> broken_vote(const SurveySet& set, std::size_t i) {
  const auto& votes = set.rating.votes;
  const auto& option = votes[i];
  if (option.vote != i + 1) {
    return Broken{vote_place(i, "vote"),
                  "is " + std::to_string(option.vote) + " where " + std::to_string(i + 1) +
                      " is due; number the votes from 1, the worst, upwards"};
  }
  if (i > 0 && option.smiley <= votes[i - 1].smiley) {
    return Broken{vote_place(i, "smiley"),
                  "is no happier than the one before; let the smileys rise with the votes"};
  }
  const bool unhappy = std::size_t{option.vote} * 2 <= votes.size();
  if (option.response.empty() && (unhappy || set.follow_up_after(option.vote))) {
    return Broken{vote_place(i, "response"),
                  "is missing; a bad vote, and one with a follow-up, is answered first: add it"};
  }
  if (i + 1 == votes.size() && option.thanks.size() < endings_of_the_best) {
    return Broken{vote_place(i, "thanks"), "has " + std::to_string(option.thanks.size()) +
                                               " endings; after the best vote four take turns"};
  }
  return std::nullopt;
}

std::optional<Broken> broken_follow_up(const SurveySet& set) {
  const auto& follow_up = *set.follow_up;
  if (follow_up.id == set.rating.id) {
    return Broken{"/follow_up/id", "is the rating's, too; give every question its own id"};
  }
  for (std::size_t i = 0; i < follow_up.votes.size(); ++i) {
    const auto place = "/follow_up/when/votes/" + std::to_string(i);
    if (follow_up.votes[i] > set.rating.votes.size()) {
      return Broken{place, "is no vote of the rating; name one that there is"};
    }
    if (i > 0 && follow_up.votes[i] <= follow_up.votes[i - 1]) {
      return Broken{place, "is out of order; name each vote once, from the worst upwards"};
    }
  }
  for (std::size_t i = 0; i < follow_up.options.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (follow_up.options[i].id != follow_up.options[k].id) continue;
      return Broken{"/follow_up/options/" + std::to_string(i) + "/id",
                    "is another option's already; give every option its own id"};
    }
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
  for (std::size_t i = 0; i < set.rating.votes.size(); ++i) {
    if (auto broken = broken_vote(set, i)) return broken;
  }
  return set.follow_up ? broken_follow_up(set) : std::nullopt;
}

}  // namespace smilepost::kiosk::rules
