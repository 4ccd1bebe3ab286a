#include "kiosk/survey/walkthrough.h"

#include <set>
#include <utility>

namespace smilepost::kiosk {
namespace {

// The answers that lead to a question, in the order in which they are given; nothing: skipped.
using Way = std::vector<Given>;

// Of every question the first way that was found: each vote, each option alone, and none.
class Ways {
 public:
  explicit Ways(const SurveySet& set) : set_(set), answers_(set.questions.size()) { explore(0); }

  const std::map<std::size_t, Way>& all() const { return found_; }

 private:
  static constexpr int most_steps = 20'000;  // of a set made to have no end of ways

  void explore(std::size_t question) {
    found_.try_emplace(question, way_);
    if (found_.size() == set_.questions.size() || ++steps_ > most_steps) return;
    const Question& asked = set_.questions[question];
    for (std::uint8_t vote = 1; vote <= asked.steps(); ++vote) answer(question, {.vote = vote});
    for (const auto& option : asked.options) answer(question, {.chosen = {option.id}});
    if (question > 0) answer(question, {});
  }

  void answer(std::size_t question, Given given) {
    answers_[question] = given;
    way_.push_back(std::move(given));
    if (const auto next = set_.next_after(question, answers_)) explore(*next);
    way_.pop_back();
    answers_[question] = {};
  }

  const SurveySet& set_;
  GivenAnswers answers_;
  Way way_;
  std::map<std::size_t, Way> found_;
  int steps_ = 0;
};

// A shopper who tries everything, before a disk that keeps everything at once. No time passes but
// what it takes to be asked whether there is need for more.
class Walker {
 public:
  Walker(const SurveyOffer& offer, const Manner& manner, const Look& look)
      : session_(offer, look), set_(*offer.set), manner_(manner) {
    come();
  }

  std::vector<SessionView> walk() {
    see();
    look_behind(OpenLanguages{});
    look_behind(OpenAccessibility{});
    const std::uint8_t best = set_.questions.front().steps();
    for (std::uint8_t vote = 1; vote <= best; ++vote) {
      const Reply& reply = set_.reply_to(vote);
      const std::size_t endings = vote == reply.least ? reply.thanks.size() : 1;
      if (vote < best && is_like_the_one_before(vote)) continue;
      for (std::size_t ending = 0; ending < endings; ++ending) visit(vote, ending == 0);
    }
    const Ways ways(set_);
    for (const auto& [question, way] : ways.all()) go(way);
    return std::move(views_);
  }

 private:
  void come() {
    tap(ChooseLanguage{manner_.language});
    if (manner_.accessibility.large_text) tap(ToggleLargeText{});
    if (manner_.accessibility.high_contrast) tap(ToggleHighContrast{});
  }
  SessionView view() const { return session_.view(now_ms_); }
  void see() { views_.push_back(view()); }

  void look_behind(const Intent& open) {
    tap(open);
    see();
    tap(CloseOverlay{});
  }

  static std::string longer(const std::string& one, const std::string& other) {
    return other.size() > one.size() ? other : one;
  }
  static std::string longest_reason(const SessionView& view) {
    std::string longest;
    for (const auto& reason : view.reasons) longest = longer(longest, reason.label);
    return longest;
  }

  // As after a long day.
  void see_echo(std::string reason) {
    auto shown = view();
    shown.echo = EchoView{1'048, std::move(reason)};
    views_.push_back(std::move(shown));
  }

  void tap(const Intent& intent) {
    session_.take(intent, now_ms_);
    if (session_.take_answer()) session_.kept(++sequence_, now_ms_);
    session_.frame_shown(now_ms_);
  }

  // Ten numbers that are answered alike look alike.
  bool is_like_the_one_before(std::uint8_t vote) const {
    if (vote == set_.reply_to(vote).least) return false;
    const auto before = static_cast<std::uint8_t>(vote - 1);
    return set_.next_after(0, {{.vote = vote}}) == set_.next_after(0, {{.vote = before}});
  }

  void leave() {
    tap(NewVisitor{});
    come();
  }

  void visit(std::uint8_t vote, bool may_change) {
    tap(TapFace{vote});
    std::string reason;
    while (view().stage == Stage::follow_up) {
      reason = longer(reason, longest_reason(view()));
      look_at_further();
      tap(FinishReasons{});
    }
    see();
    if (!reason.empty()) see_echo(std::move(reason));
    if (may_change) change_answer();
    leave();
  }

  void go(const Way& way) {
    for (const Given& given : way) answer(given);
    if (view().stage == Stage::follow_up) look_at_further();
    leave();
  }

  void answer(const Given& given) {
    if (given.vote != 0) return tap(TapFace{given.vote});
    if (given.chosen.empty()) return tap(FinishReasons{});
    const auto here = view();
    const auto place = option_place(here.question_id, given.chosen.front());
    if (here.kind == QuestionKind::single_choice) return tap(ChooseReason{place});
    tap(ToggleReason{place});
    tap(FinishReasons{});
  }

  std::size_t option_place(const std::string& question, const std::string& option) const {
    for (const auto& one : set_.questions) {
      for (std::size_t i = 0; one.id == question && i < one.options.size(); ++i) {
        if (one.options[i].id == option) return i;
      }
    }
    return 0;
  }

  // In all its states, however many ways lead to it; once below each response.
  void look_at_further() {
    const auto here = view();
    if (!looked_at_.emplace(here.question_id, here.response).second) return;
    const std::size_t ticks = here.kind == QuestionKind::multiple_choice ? here.reasons.size() : 0;
    see();
    flip_all(ticks);
    if (ticks > 0) see();
    now_ms_ = session_.next_deadline().value_or(now_ms_);
    session_.tick(now_ms_);
    see();
    tap(MoreTime{});
    flip_all(ticks);
  }

  void flip_all(std::size_t ticks) {
    for (std::size_t i = 0; i < ticks; ++i) tap(ToggleReason{i});
  }

  void change_answer() {
    tap(GoBack{});
    see();
    tap(GoBack{});
  }

  Session session_;
  const SurveySet& set_;
  Manner manner_;
  std::uint64_t now_ms_ = 1, sequence_ = 0;
  std::set<std::pair<std::string, std::string>> looked_at_;
  std::vector<SessionView> views_;
};

}  // namespace

std::vector<SessionView> every_view(const SurveyOffer& offer, const Manner& manner,
                                    const Look& look) {
  return Walker(offer, manner, look).walk();
}

}  // namespace smilepost::kiosk
