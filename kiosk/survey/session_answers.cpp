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
    case Records::reasons_if_new:
      if (chosen_ids() == visit_.recorded) return std::nullopt;
      return reasons_answer();
  }
  return std::nullopt;
}

record::Answer Session::vote_answer(std::uint8_t vote) const {
  auto answer = answer_here();
  answer.question = offer_.set->rating.id;
  answer.value = record::Vote{vote, static_cast<std::uint8_t>(offer_.set->rating.votes.size())};
  answer.amends = visit_.vote_sequence;
  if (const auto* follow_up = offer_.set->follow_up_after(vote)) answer.leads_to = follow_up->id;
  return answer;
}

record::Answer Session::reasons_answer() const {
  auto answer = answer_here();
  answer.question = offer_.set->follow_up->id;
  answer.value = record::Reasons{chosen_ids()};
  answer.amends = visit_.reasons_sequence;
  return answer;
}

record::Answer Session::answer_here() const {
  record::Answer answer;
  answer.survey_set = offer_.set->id;
  answer.wording = offer_.set->version;
  answer.visit = visit_.first;
  answer.presentation = {visit_.language, look_.theme, offered(visit_.language)->right_to_left,
                         look_.portrait};
  return answer;
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
  if (vote != nullptr || answer.circumstances.response_ms) scrutiny_.answered(at_ms);
}

std::vector<std::string> Session::chosen_ids() const {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < visit_.chosen.size(); ++i) {
    if (visit_.chosen[i]) ids.push_back(offer_.set->follow_up->options[i].id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

void Session::remember(const record::Answer& answer, std::uint64_t sequence) {
  if (!visit_.first) visit_.first = sequence;
  if (const auto* reasons = std::get_if<record::Reasons>(&answer.value)) {
    visit_.recorded = reasons->chosen;
    visit_.reasons_sequence = sequence;
    return;
  }
  visit_.vote = std::get<record::Vote>(answer.value).value;
  visit_.vote_sequence = sequence;
  visit_.ending = turns_[*visit_.vote]++ % vote_in_force()->thanks.size();
}

}  // namespace smilepost::kiosk
