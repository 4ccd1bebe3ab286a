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

// "11 others said this today" is the kiosk's own text, which the session does not see; it is about
// as long in each language.
constexpr std::size_t echo_words = 5;

}  // namespace

SessionView Session::view(std::uint64_t now_ms) const {
  SessionView view;
  view.stage = stage_of(step_);
  view.survey_set = offer_.set->id + " " + std::to_string(offer_.set->version);
  view.language = visit_.manner.language;
  for (const auto& one : offer_.languages) view.languages.push_back(one.language);
  view.accessibility = visit_.manner.accessibility;
  view.overlay = visit_.overlay;
  view.brand = offer_.set->brand;
  view.look = {offer_.set, &offer_.set->look};
  view.calm = now_ms < calm_until_;
  view.vote = visit_.responses.front().vote;
  view.keeping = keeping();
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
  const Question& asked = question();
  view.question_id = asked.id;
  view.kind = asked.kind;
  view.question = text(asked.text);
  view.least = text(asked.least);
  view.most = text(asked.most);
  for (std::uint8_t vote = 1; vote <= asked.steps(); ++vote) {
    view.faces.push_back(face_of(asked, vote));
  }
  for (std::size_t i = 0; i < asked.options.size(); ++i) {
    view.reasons.push_back(
        {text(asked.options[i].text), response().chosen[i], asked.options[i].icon});
  }
  view.given = response().vote;
  if (view.keeping) show_what_is_kept(view);
  if (view.stage != Stage::follow_up) return;
  show_first_answer(view);
  // Regret stands on the very next screen, and there alone.
  if (visit_.path.size() == 2) view.response = text(offer_.set->reply_to(*view.vote).response);
}

// From the tap on, though it is not durable yet.
void Session::show_what_is_kept(SessionView& view) const {
  if (const auto* vote = std::get_if<record::Vote>(&outstanding_->answer.value)) {
    view.given = vote->value;
    if (at() == 0) view.vote = vote->value;
    return;
  }
  const auto& ids = std::get<record::Reasons>(outstanding_->answer.value).chosen;
  for (std::size_t i = 0; i < view.reasons.size(); ++i) {
    view.reasons[i].chosen =
        std::find(ids.begin(), ids.end(), question().options[i].id) != ids.end();
  }
}

FaceView Session::face_of(const Question& question, std::uint8_t vote) const {
  if (question.answers.empty()) return {vote, 0, {}};
  const ScaleAnswer& answer = question.answers[vote - 1U];
  if (answer.smiley != 0) return {vote, answer.smiley, text(answer.label)};
  const bool yes = (vote == 2) == question.yes_is_better;
  return {vote, 0, text(answer.label), yes ? "tick" : "cross"};
}

void Session::show_first_answer(SessionView& view) const {
  const Question& first = offer_.set->questions.front();
  view.first_kind = first.kind;
  if (view.vote) view.first_answer = face_of(first, *view.vote);
}

// The response stands on the very next screen: on the follow-up where there was one, else here.
void Session::show_thanks(SessionView& view) const {
  const Reply& reply = offer_.set->reply_to(*visit_.responses.front().vote);
  view.question = text(reply.thanks[visit_.ending]);
  view.unhappy = 2 * *visit_.responses.front().vote <= offer_.set->questions.front().steps();
  if (visit_.path.size() == 1) view.response = text(reply.response);
  show_first_answer(view);
  show_public_line(view);
  show_echo(view);
}

// ui.md: never on a screen that asks, and not to who had a bad time: it would be about something
// else than what they have just said.
void Session::show_public_line(SessionView& view) const {
  if (!view.unhappy) view.public_line = text(offer_.public_line);
}

void Session::show_echo(SessionView& view) const {
  if (!visit_.shared) return;
  view.echo = EchoView{visit_.shared->others, {}};
  if (visit_.shared->alone) return;
  for (const Question& question : offer_.set->questions) {
    for (const auto& option : question.options) {
      if (question.id == visit_.shared->question && option.id == visit_.shared->option)
        view.echo->reason = text(option.text);
    }
  }
}

const std::string& Session::text(const Texts& texts) const {
  return text_in(texts, visit_.manner.language);
}

// ui.md: max(4 s, 1.5 s + 0.35 s a word), doubled in large text.
std::uint64_t Session::thank_you_time() const {
  SessionView shown;
  show_thanks(shown);
  auto words =
      count_words(shown.question) + count_words(shown.response) + count_words(shown.public_line);
  if (shown.echo) words += echo_words + count_words(shown.echo->reason);
  const std::uint64_t pace = visit_.manner.accessibility.large_text ? 2 : 1;
  return pace *
         std::max(times_.thank_you_least, times_.thank_you_base + times_.thank_you_word * words);
}

float Session::time_left(std::uint64_t now_ms) const {
  const auto time = duration();
  if (!time || keeping() || (step_ != Step::thank_you && step_ != Step::more_time)) return 1;
  const auto gone = now_ms > since_ ? now_ms - since_ : 0;
  return gone >= *time ? 0 : 1 - static_cast<float>(gone) / static_cast<float>(*time);
}

}  // namespace smilepost::kiosk
