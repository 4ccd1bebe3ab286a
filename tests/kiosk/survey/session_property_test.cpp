// Whatever happens in front of the screen, on the disk and with the time: the session's promises
// hold.
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/kiosk/survey/shopper.h"

namespace smilepost::kiosk {
namespace {

// Does random things to a session and watches what it records.
class Observer {
 public:
  void step() {
    switch (*rc::gen::weightedElement<int>({{12, 0}, {6, 1}, {4, 2}, {1, 3}, {1, 4}, {1, 5}})) {
      case 0:
        tap();
        break;
      case 1:
        disk_keeps();
        break;
      case 2:
        wait();
        break;
      case 3:
        disk_fails();
        break;
      case 4:
        session_.storage_ready(now_);
        break;
      default:
        session_.offer(offers_[*rc::gen::inRange(0, 3)], now_);
    }
    if (*rc::gen::arbitrary<bool>()) session_.frame_shown(now_);
    take();
    check_view();
  }

  void left_alone() {
    for (int i = 0; i < 20 && !session_.resting(); ++i) {
      if (appending_) disk_keeps();
      session_.storage_ready(now_);
      if (const auto due = session_.next_deadline()) now_ = std::max(now_, *due);
      session_.tick(now_);
      take();
    }
    RC_ASSERT(session_.resting());
  }

 private:
  void tap() {
    const bool was_keeping = appending_.has_value();
    const auto i = *rc::gen::inRange<std::size_t>(0, 7);
    const std::string language = *rc::gen::element<std::string>("en", "de", "ar", "fr");
    const auto intent = *rc::gen::element<Intent>(
        TapFace{static_cast<std::uint8_t>(i)}, TapFace{1}, TapFace{4}, TapFace{10}, ToggleReason{i},
        ChooseReason{i}, FinishReasons{}, GoBack{}, NewVisitor{}, OpenLanguages{}, CloseOverlay{},
        OpenAccessibility{}, ToggleLargeText{}, ToggleHighContrast{}, ChooseLanguage{language},
        MoreTime{}, NoMoreTime{}, DismissThanks{}, OpenStaff{});
    if (*rc::gen::arbitrary<bool>()) session_.touched(now_);
    session_.take(intent, now_);
    if (was_keeping) RC_ASSERT(!session_.take_answer());
  }

  void wait() {
    now_ += *rc::gen::element<std::uint64_t>(10, 900, 4'000, 5'000, 12'000, 20'000);
    session_.tick(now_);
  }

  void take() {
    const auto answer = session_.take_answer();
    if (!answer) return;
    RC_ASSERT(!appending_);  // at most one at a time
    check_links(*answer);
    appending_ = *answer;
  }

  // A vote without a visit begins one; everything else names the visit under way, and amends the
  // last kept answer to the same question there.
  void check_links(const record::Answer& answer) {
    if (answer.visit) {
      RC_ASSERT(visit_ && *answer.visit == *visit_);
    } else {
      RC_ASSERT(std::holds_alternative<record::Vote>(answer.value));
      RC_ASSERT(at_home_);
      in_force_.clear();
      leads_to_.clear();
      first_question_ = answer.question;
    }
    const auto earlier = in_force_.find(answer.question);
    RC_ASSERT(answer.amends.has_value() == (earlier != in_force_.end()));
    if (answer.amends) RC_ASSERT(*answer.amends == earlier->second);
  }

  void disk_keeps() {
    if (!appending_) return;
    ++sequence_;
    if (!appending_->visit) visit_ = sequence_;
    in_force_[appending_->question] = sequence_;
    leads_to_[appending_->question] = appending_->leads_to;
    appending_.reset();
    session_.kept(sequence_, now_);
    kept_.push_back(sequence_);
  }

  void disk_fails() {
    if (!appending_) return;
    appending_.reset();
    session_.not_kept(now_);
    RC_ASSERT(session_.view(now_).stage == Stage::on_break);
  }

  void check_view() {
    const auto view = session_.view(now_);
    at_home_ = view.stage == Stage::home;
    RC_ASSERT(!view.keeping || !view.counted);
    RC_ASSERT(view.time_left >= 0 && view.time_left <= 1);
    if (view.stage != Stage::on_break) RC_ASSERT(!view.question.empty());
    if (view.stage == Stage::home) RC_ASSERT(view.faces.size() >= 4);
    if (view.stage == Stage::follow_up) RC_ASSERT(is_on_path(view.question_id));
    for (const auto confirmed : session_.take_confirmed()) {
      RC_ASSERT(std::find(kept_.begin(), kept_.end(), confirmed) != kept_.end());
    }
  }

  // As FORMAT.md has it: whoever reads the records finds the way that the shopper went.
  bool is_on_path(const std::string& question) const {
    std::optional<std::string> at = first_question_;
    for (std::size_t steps = 0; at && steps < 10; ++steps) {
      if (*at == question) return true;
      const auto answered = leads_to_.find(*at);
      if (answered == leads_to_.end()) return false;
      at = answered->second;
    }
    return false;
  }

  const std::vector<SurveyOffer> offers_{offer_of("checkout"), offer_of("service-desk", "ar"),
                                         offer_of_every_kind()};
  Session session_{offers_[*rc::gen::inRange(0, 3)]};
  std::uint64_t now_ = 1, sequence_ = 0;
  bool at_home_ = true;
  std::optional<record::Answer> appending_;
  std::optional<std::uint64_t> visit_;
  std::map<std::string, std::uint64_t> in_force_;  // question → sequence
  std::map<std::string, std::optional<std::string>> leads_to_;
  std::string first_question_;
  std::vector<std::uint64_t> kept_;
};

RC_GTEST_PROP(SessionProperty, KeepsItsPromisesWhateverHappens, ()) {
  Observer observer;
  const auto steps = *rc::gen::inRange(1, 120);
  for (int i = 0; i < steps; ++i) observer.step();
  observer.left_alone();
}

}  // namespace
}  // namespace smilepost::kiosk
