// What the session shows: the view of the step, in the language in force.
#include "kiosk/survey/session_view.h"

#include <algorithm>

#include "kiosk/survey/session.h"
#include "kiosk/survey/word_count.h"

namespace smilepost::kiosk {
namespace {

Stage stage_of(Step step) {
  switch (step) {
    case Step::home:
      return Stage::home;
    case Step::change_answer:
      return Stage::change_answer;
    case Step::follow_up:
    case Step::more_time:
      return Stage::follow_up;
    case Step::thank_you:
      return Stage::thank_you;
    case Step::on_break:
      return Stage::on_break;
  }
  return Stage::home;
}

}  // namespace

SessionView Session::view(std::uint64_t now_ms) const {
  SessionView view;
  view.stage = stage_of(step_);
  view.survey_set = offer_.set->id + " " + std::to_string(offer_.set->version);
  view.language = visit_.language;
  for (const auto& one : offer_.languages) view.languages.push_back(one.language);
  view.languages_open = visit_.languages_open;
  view.brand = offer_.set->brand;
  view.vote = visit_.vote;
  view.keeping = keeping();
  if (view.keeping) {
    const auto* vote = std::get_if<record::Vote>(&outstanding_->answer.value);
    if (vote) view.vote = vote->value;
  }
  view.counted = visit_.first.has_value() && !view.keeping;
  view.more_time = step_ == Step::more_time;
  view.time_left = time_left(now_ms);
  if (step_ == Step::thank_you) {
    show_thanks(view);
  } else if (step_ != Step::on_break) {
    show_question(view);
  }
  return view;
}

void Session::show_question(SessionView& view) const {
  if (view.stage == Stage::follow_up) {
    const auto& follow_up = *offer_.set->follow_up;
    view.question = text(follow_up.text);
    view.response = text(vote_in_force()->response);
    for (std::size_t i = 0; i < follow_up.options.size(); ++i) {
      view.reasons.push_back({text(follow_up.options[i].text), visit_.chosen[i]});
    }
  } else {
    view.question = text(offer_.set->rating.text);
  }
  for (const auto& option : offer_.set->rating.votes) {
    view.faces.push_back({option.vote, option.smiley, text(option.label)});
  }
}

// The response stands on the very next screen: on the follow-up where there was one, else here.
void Session::show_thanks(SessionView& view) const {
  const auto& option = *vote_in_force();
  view.question = text(option.thanks[visit_.ending]);
  if (!offer_.set->follow_up_after(option.vote)) view.response = text(option.response);
  for (const auto& face : offer_.set->rating.votes) {
    view.faces.push_back({face.vote, face.smiley, text(face.label)});
  }
  show_public_line(view);
}

// ui.md: never on a screen that asks, and not to who had a bad time: it would be about something
// else than what they have just said.
void Session::show_public_line(SessionView& view) const {
  const std::size_t steps = offer_.set->rating.votes.size();
  const std::size_t vote = *visit_.vote;
  if (2 * vote > steps) view.public_line = text(offer_.public_line);
}

const std::string& Session::text(const Texts& texts) const {
  return text_in(texts, visit_.language);
}

// ui.md: max(4 s, 1.5 s + 0.35 s a word).
std::uint64_t Session::thank_you_time() const {
  SessionView shown;
  show_thanks(shown);
  const auto words =
      count_words(shown.question) + count_words(shown.response) + count_words(shown.public_line);
  return std::max(times_.thank_you_least, times_.thank_you_base + times_.thank_you_word * words);
}

float Session::time_left(std::uint64_t now_ms) const {
  const auto time = duration();
  if (!time || keeping() || (step_ != Step::thank_you && step_ != Step::more_time)) return 1;
  const auto gone = now_ms > since_ ? now_ms - since_ : 0;
  return gone >= *time ? 0 : 1 - static_cast<float>(gone) / static_cast<float>(*time);
}

}  // namespace smilepost::kiosk
