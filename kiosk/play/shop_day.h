// A scripted shop day: visitors who tap, change their mind, switch languages, walk away. It looks
// at the screen as they do (what stands where) and moves one finger. Pure: time and sight are
// handed in.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "platform/input.h"

namespace smilepost::kiosk {

// Where the target with this id stands on the screen now, if it does.
using Sight = std::function<std::optional<platform::Point>(const std::string& id)>;

struct FingerAct {
  bool down = false;
  platform::Point at;
};

class ShopDay {
 public:
  struct FollowUp {
    int options = 6;
    bool single = false;  // the tap on one of them is the answer
    friend bool operator==(const FollowUp&, const FollowUp&) = default;
  };
  struct Shop {
    std::vector<std::string> languages;  // offered; the first is the default
    int faces = 4;
    // By the vote that leads there. Another kind of question is left to its time-out.
    std::map<int, FollowUp> follow_ups{{1, {}}, {2, {}}};
  };
  // `told` hears of each answering tap, before the finger moves: "vote 3", "reasons 0,4".
  ShopDay(Shop shop, std::uint64_t seed, std::uint64_t duration_ms,
          std::function<void(const std::string&)> told);

  // When it wants to look at the screen next.
  std::uint64_t next_ms() const { return next_ms_; }
  // To be called at or after next_ms(), once a frame.
  std::optional<FingerAct> look(std::uint64_t now_ms, const Sight& where);

  // Nobody comes any more: it is over when the present visitor has gone.
  void close() { ends_ms_ = 0; }

  bool over() const { return over_; }  // the last visitor has gone and the screen is at home
  std::uint64_t answering_taps() const { return answering_taps_; }
  std::uint64_t visitors() const { return visitors_; }
  std::uint64_t lost_visitors() const { return lost_visitors_; }  // did not find what they wanted

 private:
  struct Step {
    std::string target;          // empty: only wait
    std::uint64_t after_ms = 0;  // since the step before
    std::string answers;         // what this step answers; empty: nothing
    bool twice = false;          // a nervous finger: taps again at once
  };
  void arrive();
  void plan_visit();
  std::string plan_vote(int vote);
  void plan_follow_up(int vote, const FollowUp& why);
  bool leads_to(int vote, const FollowUp& why) const;
  void plan_thank_you(int vote);
  void step_done(std::uint64_t now_ms);
  void count(const std::string& answer);
  int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  bool chance(int percent) { return pick(100) < percent; }

  Shop shop_;
  std::mt19937 random_;
  std::uint64_t ends_ms_;
  std::function<void(const std::string&)> told_;

  std::vector<Step> plan_;
  std::size_t at_step_ = 0;
  std::optional<platform::Point> lift_;  // the finger is down here
  std::optional<platform::Point> tapped_;
  bool again_ = false;     // the second tap of a nervous finger is due
  bool at_globe_ = false;  // on the way to a language
  std::uint64_t next_ms_ = 1'000;
  std::uint64_t waited_ms_ = 0;
  bool over_ = false;
  std::uint64_t answering_taps_ = 0, visitors_ = 0, lost_visitors_ = 0;
};

}  // namespace smilepost::kiosk
