#include "tests/speed/shopper_hand.h"

#include <thread>

namespace smilepost::tests {

namespace {

using Until = Stopwatch::Until;
using kiosk::Stage;

// ui.md: after a change 900 ms where the finger was, 350 ms elsewhere.
constexpr int lock_out_ms = 920;
// Beside every target, and inside every display.
constexpr platform::Point nowhere{2, 240};

platform::Point middle(const kiosk::Rect& rect) {
  return {rect.x + rect.w / 2, rect.y + rect.h / 2};
}

}  // namespace

std::string ShopperHand::visit() {
  outlast_lock_out();
  for (int time = 0; time < 4; ++time) press_and_slide_away("face-" + std::to_string(1 + time));
  change_language();
  vote();
  follow_up();
  thank_you();
  return fault_;
}

// At any moment within a frame, a wait of the loop, a fade.
void ShopperHand::pause(int from_ms, int to_ms) {
  std::uniform_int_distribution<int> microseconds(from_ms * 1000, to_ms * 1000);
  std::this_thread::sleep_for(std::chrono::microseconds(microseconds(random_)));
}

void ShopperHand::outlast_lock_out() {
  pause(lock_out_ms, lock_out_ms + 40);
}

void ShopperHand::fail(const std::string& what) {
  if (fault_.empty()) fault_ = what;
}

void ShopperHand::press(const std::string& what, platform::Point at) {
  if (!stopwatch_.measure(what, Until::next_frame, [&] { finger_.down(at); }))
    fail("no frame after: " + what);
}

void ShopperHand::lift(const std::string& what, Until until, platform::Point at) {
  pause(20, 60);
  if (!stopwatch_.measure(what, until, [&] { finger_.up(at); })) fail("nothing came of: " + what);
}

void ShopperHand::tap(const std::string& target, const std::string& what) {
  const auto rect = stopwatch_.find(target);
  if (!fault_.empty() || !rect) return fail("the screen has no '" + target + "'");
  press("press", middle(*rect));
  lift(what, Until::change, middle(*rect));
}

// Lifting such a finger changes nothing, and draws nothing.
void ShopperHand::touch_without_effect(const std::string& what, int times) {
  for (int time = 0; time < times; ++time) {
    pause(0, 40);
    press(what, nowhere);
    pause(20, 60);
    finger_.up(nowhere);
  }
}

void ShopperHand::press_and_slide_away(const std::string& target) {
  const auto rect = stopwatch_.find(target);
  if (!rect) return fail("the screen has no '" + target + "'");
  press("press", middle(*rect));
  pause(20, 60);
  const auto slide = [&] { finger_.move(nowhere); };
  if (!stopwatch_.measure("slide away", Until::next_frame, slide)) fail("no frame after a slide");
  lift("slide away", Until::next_frame, nowhere);
  pause(20, 60);
}

// To any other language whose name is there, on the screen or behind the globe.
void ShopperHand::change_language() {
  std::vector<std::string> others;
  const auto look = [&] {
    for (const auto& id : stopwatch_.targets())
      if (id.starts_with("language-") && id != "language-" + stopwatch_.sight().language)
        others.push_back(id);
  };
  look();
  if (others.empty() && stopwatch_.find("globe")) {
    tap("globe", "list of languages");
    outlast_lock_out();
    look();
  }
  if (others.empty()) return fail("no other language is offered");
  tap(others[random_() % others.size()], "change of language");
  touch_without_effect("while the screen fades", 2);
  outlast_lock_out();
}

void ShopperHand::await_kept() {
  if (slow_card_) touch_without_effect("while the card is at work", 3);
  if (!stopwatch_.wait_for([](const Sight& sight) { return !sight.keeping; }))
    fail("the answer is never kept");
}

void ShopperHand::vote() {
  tap("face-1", "vote");
  await_kept();
  if (stopwatch_.sight().stage != Stage::follow_up) return fail("no follow-up came");
  touch_without_effect("while the screen fades", 2);
  outlast_lock_out();
}

void ShopperHand::follow_up() {
  tap("reason-0", "tick a reason");
  pause(400, 440);
  tap("reason-1", "tick a reason");
  outlast_lock_out();
  tap("done", "done");
  await_kept();
  if (stopwatch_.sight().stage != Stage::thank_you) return fail("no thanks came");
  outlast_lock_out();
}

void ShopperHand::thank_you() {
  tap("back", "change my answer");
  outlast_lock_out();
  tap("back", "keep it");
  touch_without_effect("while the screen fades", 1);
  outlast_lock_out();
  tap("new-visitor", "home");
}

}  // namespace smilepost::tests
