// What the session records, and what it remembers of it until the visit ends.
#include <algorithm>

#include "kiosk/survey/session.h"

namespace smilepost::kiosk {

std::optional<record::Answer> Session::answer_for(Records what, const Intent& intent) const {
  switch (what) {
    case Records::nothing:
      return std::nullopt;
    case Records::vote:
      return vote_answer(std::get<TapFace>(intent).vote);
    case Records::reason: {
      std::vector<std::string> chosen{question().options[std::get<ChooseReason>(intent).option].id};
      if (chosen == response().recorded) return std::nullopt;
      return reasons_answer(std::move(chosen));
    }
    case Records::reasons_if_new:
      return reasons_if_new();
    case Records::skip_if_more:
      if (auto reasons = reasons_if_new()) return reasons;
      if (response().sequence || !offer_.set->next_after(at(), given_on_path()))
        return std::nullopt;
      return reasons_answer({});
  }
  return std::nullopt;
}

std::optional<record::Answer> Session::reasons_if_new() const {
  auto chosen = chosen_ids(at());
  if (chosen == response().recorded) return std::nullopt;
  return reasons_answer(std::move(chosen));
}

record::Answer Session::vote_answer(std::uint8_t vote) const {
  auto answer = answer_here({.vote = vote});
  answer.value = record::Vote{vote, question().steps()};
  return answer;
}

record::Answer Session::reasons_answer(std::vector<std::string> chosen) const {
  auto answer = answer_here({.chosen = chosen});
  answer.value = record::Reasons{std::move(chosen)};
  return answer;
}

record::Answer Session::answer_here(const Given& given) const {
  record::Answer answer;
  answer.survey_set = offer_.set->id;
  answer.wording = offer_.set->version;
  answer.question = question().id;
  answer.visit = visit_.first;
  answer.audience = offer_.set->audience;
  answer.amends = response().sequence;
  auto answers = given_on_path();
  answers[at()] = given;
  if (const auto next = offer_.set->next_after(at(), answers)) {
    answer.leads_to = offer_.set->questions[*next].id;
  }
  answer.presentation = presentation();
  return answer;
}

record::Presentation Session::presentation() const {
  const auto& [language, accessibility] = visit_.manner;
  const auto& own_theme = offer_.set->look.theme;
  return {
      .language = language,
      .theme = accessibility.high_contrast ? std::string(high_contrast)
               : own_theme.empty()         ? look_.theme
                                           : own_theme,
      .right_to_left = offered(language)->right_to_left,
      .portrait = look_.portrait,
      .text_size = accessibility.large_text ? record::TextSize::large : record::TextSize::usual};
}

// A question that was left by a correction is no longer on the path, whatever was said to it.
GivenAnswers Session::given_on_path() const {
  GivenAnswers given(offer_.set->questions.size());
  for (const std::size_t place : visit_.path) {
    const Response& response = visit_.responses[place];
    given[place] = {response.vote.value_or(0), response.recorded};
    if (place == at()) break;
  }
  return given;
}

// What was chosen before the shopper walked away is recorded when its time is over, or when the
// next one says that they are new: it was given earlier, and by other hands.
record::Circumstances Session::circumstances(const record::Answer& answer, Event event,
                                             std::uint64_t now_ms) const {
  record::Circumstances how;
  how.input = record::Input::touch;
  if (event == Event::time_over || event == Event::new_visitor) return how;
  if (visit_.asked_ms) how.response_ms = now_ms - *visit_.asked_ms;
  const auto* vote = std::get_if<record::Vote>(&answer.value);
  if (vote != nullptr && !answer.visit) how.flags = scrutiny_.flags_of(*vote, now_ms);
  if (glass_.several_contacts) how.flags.push_back(record::Flag::several_contacts);
  if (glass_.resting_contact) how.flags.push_back(record::Flag::resting_contact);
  std::sort(how.flags.begin(), how.flags.end());
  return how;
}

void Session::scrutinise(const record::Answer& answer, std::uint64_t at_ms) {
  const auto* vote = std::get_if<record::Vote>(&answer.value);
  if (vote != nullptr && !answer.visit) scrutiny_.visit_began(*vote, at_ms);
  const auto& flags = answer.circumstances.flags;
  if (std::find(flags.begin(), flags.end(), record::Flag::burst) != flags.end()) {
    calm_until_ = at_ms + times_.calm;
  }
  if (vote != nullptr || answer.circumstances.response_ms) scrutiny_.answered(at_ms);
}

std::vector<std::string> Session::chosen_ids(std::size_t place) const {
  const auto& options = offer_.set->questions[place].options;
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (visit_.responses[place].chosen[i]) ids.push_back(options[i].id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

void Session::remember(const record::Answer& answer, std::uint64_t sequence) {
  const auto& questions = offer_.set->questions;
  const auto asked = std::find_if(questions.begin(), questions.end(),
                                  [&](const auto& one) { return one.id == answer.question; });
  if (today_) todays_reasons_.kept(answer, sequence, today_());
  Response& response = visit_.responses[static_cast<std::size_t>(asked - questions.begin())];
  if (!visit_.first) visit_.first = sequence;
  response.sequence = sequence;
  if (const auto* reasons = std::get_if<record::Reasons>(&answer.value)) {
    response.recorded = reasons->chosen;
    for (std::size_t i = 0; i < response.chosen.size(); ++i) {
      const auto& ids = reasons->chosen;
      response.chosen[i] = std::find(ids.begin(), ids.end(), asked->options[i].id) != ids.end();
    }
    return;
  }
  response.vote = std::get<record::Vote>(answer.value).value;
  if (asked != questions.begin()) return;
  const Reply& reply = offer_.set->reply_to(*response.vote);
  visit_.ending = turns_[reply.least]++ % reply.thanks.size();
}

}  // namespace smilepost::kiosk
