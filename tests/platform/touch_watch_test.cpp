#include "platform/touch_watch.h"

#include <SDL.h>
#include <gtest/gtest.h>

#include "platform/window.h"
#include "tests/kiosk/fakes/fake_clock.h"

namespace smilepost::platform {
namespace {

class Touching : public testing::Test {
 protected:
  Touching() {
    setenv("SDL_VIDEODRIVER", "offscreen", 1);
    window_ = *Window::open({});
    watch_ = std::make_unique<TouchWatch>(clock_);
  }

  void push(unsigned type, float x, SDL_FingerID finger = 1) {
    SDL_Event event{};
    event.type = type;
    event.tfinger.touchId = 7;
    event.tfinger.fingerId = finger;
    event.tfinger.x = x;
    event.tfinger.y = 0.5F;
    SDL_PushEvent(&event);
  }
  using Figures = TouchWatch::Figures;

  tests::FakeClock clock_;
  std::unique_ptr<Window> window_;
  std::unique_ptr<TouchWatch> watch_;
};

TEST_F(Touching, a_panel_that_nobody_touched_says_nothing) {
  EXPECT_EQ(watch_->take(), Figures{});
}

TEST_F(Touching, taps_are_counted_once) {
  for (int tap = 0; tap < 3; ++tap) {
    push(SDL_FINGERDOWN, 0.2F);
    clock_.advance(100);
    push(SDL_FINGERUP, 0.2F);
  }
  clock_.advance(900);
  EXPECT_EQ(watch_->take(), (Figures{3, 0, 1'000}));
  EXPECT_EQ(watch_->take(), (Figures{0, 0, 1'000}));
}

TEST_F(Touching, what_lies_still_for_longer_than_30_s_is_stuck_and_counts_once) {
  push(SDL_FINGERDOWN, 0.2F);
  clock_.advance(TouchWatch::stuck_ms);
  push(SDL_FINGERMOTION, 0.205F);  // a panel's own noise
  EXPECT_EQ(watch_->take().stuck, 0U);
  clock_.advance(1);
  EXPECT_EQ(watch_->take().stuck, 1U);
  clock_.advance(600'000);
  push(SDL_FINGERUP, 0.2F);
  EXPECT_EQ(watch_->take().stuck, 0U);
}

TEST_F(Touching, what_lay_still_and_was_lifted_in_between_counts) {
  push(SDL_FINGERDOWN, 0.2F);
  clock_.advance(TouchWatch::stuck_ms + 1);
  push(SDL_FINGERUP, 0.2F);
  EXPECT_EQ(watch_->take().stuck, 1U);
}

TEST_F(Touching, a_finger_that_moves_is_not_stuck) {
  push(SDL_FINGERDOWN, 0.2F);
  clock_.advance(20'000);
  push(SDL_FINGERMOTION, 0.3F);
  clock_.advance(20'000);
  EXPECT_EQ(watch_->take().stuck, 0U);
}

TEST_F(Touching, each_finger_counts_by_itself) {
  push(SDL_FINGERDOWN, 0.2F, 1);
  clock_.advance(20'000);
  push(SDL_FINGERDOWN, 0.8F, 2);
  clock_.advance(20'000);
  EXPECT_EQ(watch_->take(), (Figures{2, 1, 20'000}));
}

TEST_F(Touching, liftings_that_were_lost_do_not_pile_up) {
  for (SDL_FingerID finger = 0; finger < 1'000; ++finger) push(SDL_FINGERDOWN, 0.2F, finger);
  clock_.advance(TouchWatch::stuck_ms + 1);
  EXPECT_LE(watch_->take().stuck, 32U);
}

}  // namespace
}  // namespace smilepost::platform
