#include "kiosk/play/shop_day.h"

#include <utility>

namespace smilepost::kiosk {

namespace {

constexpr std::uint64_t finger_rests_ms = 90;
constexpr std::uint64_t looks_again_ms = 100;
constexpr std::uint64_t finds_language_ms = 1'000;
constexpr std::uint64_t patience_ms = 60'000;  // longer than any time-out of the screen
constexpr const char* home = "home";           // a pretended target: the screen is at home

}  // namespace

ShopDay::ShopDay(Shop shop, std::uint64_t seed, std::uint64_t duration_ms,
                 std::function<void(const std::string&)> told)
    : shop_(std::move(shop)),
      random_(static_cast<std::mt19937::result_type>(seed)),
      ends_ms_(duration_ms),
      told_(std::move(told)) {
  arrive();
}

std::optional<FingerAct> ShopDay::look(std::uint64_t now_ms, const Sight& where) {
  if (over_ || now_ms < next_ms_) return {};
  if (lift_) {
    const FingerAct act{false, *std::exchange(lift_, std::nullopt)};
    if (std::exchange(at_globe_, false)) {
      next_ms_ = now_ms + finds_language_ms;
    } else {
      step_done(now_ms);
    }
    return act;
  }
  const Step& step = plan_[at_step_];
  const bool waiting_for_home = step.target == home;
  auto found = again_             ? tapped_  // wherever that leads now
               : waiting_for_home ? where("face-1")
                                  : where(step.target);
  if (!found && step.target.starts_with("language-")) {
    found = where("globe");  // a small display lists them behind it, page by page
    if (!found) found = where("more-languages");
    at_globe_ = found.has_value();
  }
  if (!found || (waiting_for_home && where("new-visitor"))) {
    next_ms_ = now_ms + looks_again_ms;
    if ((waited_ms_ += looks_again_ms) > patience_ms) {
      ++lost_visitors_;
      arrive();
    }
    return {};
  }
  if (waiting_for_home) {
    step_done(now_ms);
    return {};
  }
  if (!again_) count(step.answers);
  lift_ = tapped_ = found;
  next_ms_ = now_ms + finger_rests_ms;
  return FingerAct{true, *found};
}

void ShopDay::step_done(std::uint64_t now_ms) {
  waited_ms_ = 0;
  if (plan_[at_step_].twice && !std::exchange(again_, !again_)) {
    next_ms_ = now_ms + finger_rests_ms;
    return;
  }
  if (++at_step_ < plan_.size()) {
    next_ms_ = now_ms + plan_[at_step_].after_ms;
    if (plan_[at_step_].target == home) count(plan_[at_step_].answers);
    return;
  }
  over_ = now_ms >= ends_ms_;
  next_ms_ = now_ms + 3'000 + static_cast<std::uint64_t>(pick(25'000));
  arrive();
}

void ShopDay::count(const std::string& answer) {
  if (answer.empty()) return;
  ++answering_taps_;
  told_(answer);
}

void ShopDay::arrive() {
  plan_.clear();
  at_step_ = 0;
  waited_ms_ = 0;
  again_ = false;
  if (over_) return;
  ++visitors_;
  plan_visit();
  plan_.push_back({home, looks_again_ms, "", false});
}

void ShopDay::plan_visit() {
  if (shop_.languages.size() > 1 && chance(30))
    plan_.push_back({"language-" + shop_.languages[static_cast<std::size_t>(
                                       pick(static_cast<int>(shop_.languages.size())))],
                     500, "", false});
  // Most are content, as in a real shop.
  const int vote = chance(75) ? shop_.faces - pick(shop_.faces / 2) : 1 + pick(shop_.faces);
  plan_.push_back({plan_vote(vote), 1'200, "vote " + std::to_string(vote), chance(15)});
  const auto why = shop_.follow_ups.find(vote);
  if (why != shop_.follow_ups.end())
    plan_follow_up(vote, why->second);
  else
    plan_thank_you(vote);
}

std::string ShopDay::plan_vote(int vote) {
  return "face-" + std::to_string(vote);
}

bool ShopDay::leads_to(int vote, const FollowUp& why) const {
  const auto found = shop_.follow_ups.find(vote);
  return found != shop_.follow_ups.end() && found->second == why;
}

void ShopDay::plan_follow_up(int vote, const FollowUp& why) {
  const int first = pick(why.options);
  const bool two = chance(30) && !why.single;
  const int second = (first + 1 + pick(why.options - 1)) % why.options;
  const std::string reasons = "reasons " + (two ? std::to_string(std::min(first, second)) + "," +
                                                      std::to_string(std::max(first, second))
                                                : std::to_string(first));
  const auto choose = [&] {
    plan_.push_back({"reason-" + std::to_string(first), 1'800, "", false});
    if (two) plan_.push_back({"reason-" + std::to_string(second), 1'100, "", false});
  };
  const int other = vote == 1 ? 2 : 1;
  const int what = pick(7);
  if (why.single && what > 0) {  // the tap leads on by itself
    plan_.push_back({"reason-" + std::to_string(first), 1'800, reasons, false});
    return;
  }
  switch (what == 3 && !leads_to(other, why) ? 4 : what) {
    case 0:  // nothing to add
      plan_.push_back({"done", 2'000, "", false});
      break;
    case 1:  // walks away with a reason chosen: the time-out records it
      choose();
      plan_.push_back({home, looks_again_ms, reasons, false});
      break;
    case 2:  // the next one in the queue taps at once
      choose();
      plan_.push_back({"new-visitor", 1'000, reasons, false});
      break;
    case 3:  // "oh, I meant the other one"
      plan_.push_back({"back", 2'000, "", false});
      plan_.push_back({plan_vote(other), 1'500, "vote " + std::to_string(other), false});
      choose();
      plan_.push_back({"done", 1'200, reasons, false});
      break;
    default:
      choose();
      plan_.push_back({"done", 1'200, reasons, false});
  }
}

void ShopDay::plan_thank_you(int vote) {
  if (chance(12)) {  // a slip of the finger, mended
    const int other = vote == shop_.faces ? vote - 1 : shop_.faces;
    plan_.push_back({"back", 1'500, "", false});
    plan_.push_back({plan_vote(other), 1'500, "vote " + std::to_string(other), false});
  }
  if (chance(30)) plan_.push_back({"new-visitor", 1'500, "", false});
}

}  // namespace smilepost::kiosk
