#include "kiosk/survey/session.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace smilepost::kiosk {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

// The event that a tap is to the session; nothing for the staff's.
std::optional<Event> event_of(const Intent& intent) {
  using E = std::optional<Event>;
  return std::visit(Overloaded{
                        [](const TapFace&) { return E(Event::tap_face); },
                        [](const ToggleReason&) { return E(Event::toggle_reason); },
                        [](const ChooseReason&) { return E(Event::choose_reason); },
                        [](const FinishReasons&) { return E(Event::finish_reasons); },
                        [](const GoBack&) { return E(Event::go_back); },
                        [](const NewVisitor&) { return E(Event::new_visitor); },
                        [](const OpenLanguages&) { return E(Event::open_languages); },
                        [](const ChooseLanguage&) { return E(Event::choose_language); },
                        [](const OpenAccessibility&) { return E(Event::open_accessibility); },
                        [](const ToggleLargeText&) { return E(Event::toggle_large_text); },
                        [](const ToggleHighContrast&) { return E(Event::toggle_high_contrast); },
                        [](const CloseOverlay&) { return E(Event::close_overlay); },
                        [](const MoreTime&) { return E(Event::more_time); },
                        [](const NoMoreTime&) { return E(Event::no_more_time); },
                        [](const DismissThanks&) { return E(Event::dismiss_thanks); },
                        [](const auto&) { return E(); },
                    },
                    intent);
}

bool is_follow_up(Step step) {
  return (table::follow_up & table::bits(step)) != 0;
}

bool is_about_the_disk(Event event) {
  return event == Event::kept || event == Event::not_kept || event == Event::too_slow;
}

}  // namespace

Session::Session(SurveyOffer offer, Look look, SessionTimes times, Today today)
    : offer_(std::move(offer)),
      look_(std::move(look)),
      times_(times),
      scrutiny_(times.scrutiny),
      today_(std::move(today)) {
  assert(offer_.set && offered(offer_.default_language));
  start_afresh(nobodys_manner());
}

void Session::offer(SurveyOffer offer, std::uint64_t now_ms) {
  assert(offer.set && !offer.languages.empty());
  pending_offer_ = std::move(offer);
  if (resting()) apply_pending_offer(now_ms);
}

void Session::take(const Intent& intent, std::uint64_t now_ms, const Glass& glass) {
  const auto event = event_of(intent);
  if (!event || !makes_sense(intent)) return;
  glass_ = glass;
  dispatch(*event, now_ms, intent);
}

// A finger on the thank-you does not hold it back: its tap goes home.
void Session::touched(std::uint64_t now_ms) {
  touched_ = now_ms;
  if (step_ != Step::thank_you) since_ = now_ms;
}

void Session::tick(std::uint64_t now_ms) {
  if (now_ms >= calm_until_) calm_until_ = 0;
  if (keeping()) {
    if (now_ms >= outstanding_->since + times_.keeping_most) dispatch(Event::too_slow, now_ms);
    return;
  }
  if (const auto time = duration(); time && now_ms >= since_ + *time) {
    visit_.overlay = Overlay::none;
    dispatch(Event::time_over, now_ms);
  }
  if (resting()) apply_pending_offer(now_ms);
}

std::optional<record::Answer> Session::take_answer() {
  if (!outstanding_ || outstanding_->taken) return std::nullopt;
  outstanding_->taken = true;
  return outstanding_->answer;
}

void Session::kept(std::uint64_t sequence, std::uint64_t now_ms) {
  assert(outstanding_ && outstanding_->taken);
  unshown_.push_back(sequence);
  remember(outstanding_->answer, sequence);
  scrutinise(outstanding_->answer, outstanding_->since);
  dispatch(Event::kept, now_ms);
}

void Session::not_kept(std::uint64_t now_ms) {
  assert(outstanding_ && outstanding_->taken);
  dispatch(Event::not_kept, now_ms);
}

void Session::storage_ready(std::uint64_t now_ms) {
  dispatch(Event::storage_ready, now_ms);
}

void Session::frame_shown(std::uint64_t now_ms) {
  confirmed_.insert(confirmed_.end(), unshown_.begin(), unshown_.end());
  unshown_.clear();
  if (first_frame_) return;
  first_frame_ = true;
  since_ = now_ms;
  // At home the question waits for its shopper: nobody knows since when they were there.
  if (step_ != Step::home && !visit_.asked_ms) visit_.asked_ms = now_ms;
}

std::vector<std::uint64_t> Session::take_confirmed() {
  return std::exchange(confirmed_, {});
}

std::optional<std::uint64_t> Session::next_deadline() const {
  if (keeping()) return outstanding_->since + times_.keeping_most;
  if (const auto time = duration()) return since_ + *time;
  if (pending_offer_ && resting()) return touched_.value_or(0) + times_.contact_most;
  if (calm_until_ > 0 && offer_.set->look.breathes) return calm_until_;  // and breathes again
  return std::nullopt;
}

bool Session::resting() const {
  return step_ == Step::home && !outstanding_ && !left_open();
}

void Session::dispatch(Event event, std::uint64_t now_ms, const Intent& intent) {
  if (keeping() && !is_about_the_disk(event)) return;
  for (const Row& row : table::rows) {
    if ((row.in & table::bits(step_)) == 0 || row.on != event || !holds(row.when, intent)) continue;
    perform(row.action, now_ms, intent);
    if (auto answer = answer_for(row.records, intent)) {
      answer->circumstances = circumstances(*answer, event, now_ms);
      outstanding_ = Outstanding{*std::move(answer), false, now_ms, row.then};
    } else {
      go(row.then, now_ms);
    }
    return;
  }
}

bool Session::holds(Guard guard, const Intent& intent) const {
  switch (guard) {
    case Guard::always:
      return true;
    case Guard::other_face:
      return std::get<TapFace>(intent).vote != response().vote;
    case Guard::not_the_first:
      return visit_.path.size() > 2;
    case Guard::nothing_awaited:
      return !outstanding_;
  }
  return false;
}

void Session::perform(Action action, std::uint64_t now_ms, const Intent& intent) {
  Accessibility& accessibility = visit_.manner.accessibility;
  switch (action) {
    case Action::none:
      return;
    case Action::toggle:
      response().chosen[std::get<ToggleReason>(intent).option].flip();
      return;
    case Action::show_languages:
      visit_.overlay = Overlay::languages;
      break;
    case Action::use_language:
      visit_.manner.language = std::get<ChooseLanguage>(intent).language;
      visit_.overlay = Overlay::none;
      break;
    case Action::show_accessibility:
      visit_.overlay = Overlay::accessibility;
      break;
    case Action::flip_large_text:
      accessibility.large_text = !accessibility.large_text;
      break;
    case Action::flip_high_contrast:
      accessibility.high_contrast = !accessibility.high_contrast;
      break;
    case Action::hide_overlay:
      visit_.overlay = Overlay::none;
      break;
    case Action::reset_manner:
      visit_.manner = nobodys_manner();
      return;
    case Action::remember_step:
      visit_.came_from = step_ == Step::thank_you ? Step::thank_you : Step::follow_up;
      return;
    case Action::forget_answer:
      outstanding_.reset();
      start_afresh(visit_.manner);  // the shopper who stands there reads why
      return;
  }
  since_ = now_ms;  // what is read anew gets its time anew
}

void Session::go(Then then, std::uint64_t now_ms) {
  switch (then) {
    case Then::stay:
      return;
    case Then::home:
      outstanding_.reset();
      start_afresh(nobodys_manner());
      return enter(Step::home, now_ms);
    case Then::change_answer:
      return enter(Step::change_answer, now_ms);
    case Then::follow_up:
      return enter(Step::follow_up, now_ms);
    case Then::more_time:
      return enter(Step::more_time, now_ms);
    case Then::thank_you:
      outstanding_.reset();
      return enter(Step::thank_you, now_ms);
    case Then::on_break:
      visit_.overlay = Overlay::none;
      return enter(Step::on_break, now_ms);
    case Then::step_back:
      visit_.path.pop_back();
      visit_.asked_ms.reset();
      return enter(Step::follow_up, now_ms);
    case Then::next:
      return ask_next(now_ms);
    case Then::where_from:
      return enter(visit_.came_from, now_ms);
    case Then::on_its_way:
      return go(std::exchange(outstanding_, std::nullopt)->then, now_ms);
  }
}

void Session::ask_next(std::uint64_t now_ms) {
  if (step_ == Step::change_answer) visit_.path.resize(1);
  const auto next = offer_.set->next_after(at(), given_on_path());
  if (!next) return enter(Step::thank_you, now_ms);
  visit_.path.push_back(*next);
  visit_.asked_ms.reset();
  enter(Step::follow_up, now_ms);
}

void Session::enter(Step step, std::uint64_t now_ms) {
  if (!is_follow_up(step) || !is_follow_up(step_)) visit_.asked_ms.reset();  // another question
  step_ = step;
  since_ = now_ms;
  first_frame_ = false;
  if (step == Step::thank_you && today_) visit_.shared = todays_reasons_.most_shared(today_());
  if (step == Step::home && pending_offer_) {
    touched_.reset();  // the touch belonged to the visit that has just ended
    apply_pending_offer(now_ms);
  }
}

void Session::start_afresh(Manner manner) {
  visit_ = Visit{};
  visit_.manner = std::move(manner);
  for (const Question& question : offer_.set->questions) {
    visit_.responses.push_back({{}, std::vector<bool>(question.options.size()), {}, {}});
  }
}

// A finger that is on a face now must not answer another question than the one it saw.
void Session::apply_pending_offer(std::uint64_t now_ms) {
  if (!pending_offer_) return;
  if (touched_ && now_ms < *touched_ + times_.contact_most) return;
  offer_ = *std::exchange(pending_offer_, std::nullopt);
  turns_.clear();
  start_afresh(nobodys_manner());
}

bool Session::makes_sense(const Intent& intent) const {
  if (const auto* tap = std::get_if<TapFace>(&intent)) {
    return tap->vote >= 1 && tap->vote <= question().steps();
  }
  if (const auto* toggle = std::get_if<ToggleReason>(&intent)) {
    return question().kind == QuestionKind::multiple_choice &&
           toggle->option < question().options.size();
  }
  if (const auto* choice = std::get_if<ChooseReason>(&intent)) {
    return question().kind == QuestionKind::single_choice &&
           choice->option < question().options.size();
  }
  if (const auto* choice = std::get_if<ChooseLanguage>(&intent)) {
    return offered(choice->language) != nullptr;
  }
  return true;
}

bool Session::left_open() const {
  return visit_.overlay != Overlay::none || visit_.manner != nobodys_manner();
}

// Who needs larger text or more contrast needs longer to read, too.
std::optional<std::uint64_t> Session::duration() const {
  const std::uint64_t pace = visit_.manner.accessibility.any() ? 2 : 1;
  const auto least = visit_.overlay != Overlay::none ? pace * times_.home_reset : 0;
  switch (step_) {
    case Step::home:
    case Step::on_break:
      return left_open() ? std::optional(pace * times_.home_reset) : std::nullopt;
    case Step::change_answer:
      return std::max(least, pace * times_.change_answer);
    case Step::follow_up:
      return std::max(least, times_.follow_up);
    case Step::more_time:
      return times_.more_time;
    case Step::thank_you:
      return std::max(least, thank_you_time());
  }
  return std::nullopt;
}

const OfferedLanguage* Session::offered(const std::string& language) const {
  const auto found =
      std::find_if(offer_.languages.begin(), offer_.languages.end(),
                   [&](const auto& one) { return one.language.language == language; });
  return found == offer_.languages.end() ? nullptr : &*found;
}

// "Change your answer" is about the first question, wherever the shopper came from.
std::size_t Session::at() const {
  return step_ == Step::change_answer ? 0 : visit_.path.back();
}

}  // namespace smilepost::kiosk
