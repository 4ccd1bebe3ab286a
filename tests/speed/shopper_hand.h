// A hand at a running kiosk, on a thread of its own: whole visits, each touch at a random moment.
#pragma once

#include <chrono>
#include <cstdint>
#include <random>
#include <string>

#include "platform/scripted_finger.h"
#include "tests/speed/stopwatch.h"

namespace smilepost::tests {

class ShopperHand {
 public:
  // slow_card: a commit takes so long that the hand can touch meanwhile.
  ShopperHand(Stopwatch& stopwatch, platform::ScriptedFinger finger, bool slow_card,
              std::uint64_t seed)
      : stopwatch_(stopwatch), finger_(finger), slow_card_(slow_card), random_(seed) {}

  // From home to home. Empty, or what did not happen.
  std::string visit();

 private:
  void pause(int from_ms, int to_ms);
  void outlast_lock_out();
  void press(const std::string& what, platform::Point at);
  void lift(const std::string& what, Stopwatch::Until until, platform::Point at);
  void tap(const std::string& target, const std::string& what);
  void touch_without_effect(const std::string& what, int times);
  void press_and_slide_away(const std::string& target);
  void change_language();
  void vote();
  void follow_up();
  void thank_you();
  void await_kept();
  void fail(const std::string& what);

  Stopwatch& stopwatch_;
  platform::ScriptedFinger finger_;
  bool slow_card_;
  std::mt19937_64 random_;
  std::string fault_;
};

}  // namespace smilepost::tests
