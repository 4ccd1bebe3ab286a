#include "kiosk/survey/walkthrough.h"

namespace smilepost::kiosk {
namespace {

// A shopper who tries everything, before a disk that keeps everything at once. No time passes but
// what it takes to be asked whether there is need for more.
class Walker {
 public:
  Walker(const SurveyOffer& offer, const std::string& language, const Look& look)
      : session_(offer, look), language_(language) {
    come();
  }

  std::vector<SessionView> walk() {
    see();
    for (const VoteOption& option : session_.current_offer().set->rating.votes) {
      for (std::size_t ending = 0; ending < option.thanks.size(); ++ending) {
        tap(TapFace{option.vote});
        if (session_.current_offer().set->follow_up_after(option.vote))
          answer_follow_up(ending == 0);
        see();
        if (ending == 0) change_answer();
        tap(NewVisitor{});
        come();
      }
    }
    return std::move(views_);
  }

 private:
  void come() { tap(ChooseLanguage{language_}); }
  void see() { views_.push_back(session_.view(now_ms_)); }

  void tap(const Intent& intent) {
    session_.take(intent, now_ms_);
    if (session_.take_answer()) session_.kept(++sequence_, now_ms_);
    session_.frame_shown(now_ms_);
  }

  void answer_follow_up(bool with_all_it_shows) {
    if (with_all_it_shows) {
      see();
      const std::size_t options = session_.current_offer().set->follow_up->options.size();
      for (std::size_t i = 0; i < options; ++i) tap(ToggleReason{i});
      see();
      now_ms_ = session_.next_deadline().value_or(now_ms_);
      session_.tick(now_ms_);
      see();
      tap(MoreTime{});
    }
    tap(FinishReasons{});
  }

  void change_answer() {
    tap(GoBack{});
    see();
    tap(GoBack{});
  }

  Session session_;
  std::string language_;
  std::uint64_t now_ms_ = 1, sequence_ = 0;
  std::vector<SessionView> views_;
};

}  // namespace

std::vector<SessionView> every_view(const SurveyOffer& offer, const std::string& language,
                                    const Look& look) {
  return Walker(offer, language, look).walk();
}

}  // namespace smilepost::kiosk
