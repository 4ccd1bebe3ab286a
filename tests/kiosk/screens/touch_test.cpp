#include "kiosk/screens/touch.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

using platform::Contact;
using Phase = Contact::Phase;

constexpr float slip = 29;  // 5 mm at 149 dpi
constexpr Rect left{0, 0, 100, 100};
constexpr Rect right{200, 0, 100, 100};

// A screen of two targets.
class TouchTest : public testing::Test {
 protected:
  struct Frame {
    TargetState left, right;
  };

  Frame frame(std::optional<Contact> contact = std::nullopt, Repeat repeat = Repeat::locked) {
    touch.begin_frame(contact, now);
    touch.on_screen(screen);
    const Frame result{touch.target("left", left, repeat), touch.target("right", right, repeat)};
    touch.frame_shown(now);
    return result;
  }
  Frame at(Phase phase, float x, float y = 50, Repeat repeat = Repeat::locked) {
    return frame(Contact{phase, {x, y}, now}, repeat);
  }
  bool tap_left() {
    at(Phase::down, 50);
    return at(Phase::up, 50).left.committed;
  }

  std::uint64_t now = 10'000;
  std::string screen = "home";
  Touch touch{slip};
};

TEST_F(TouchTest, PressesOnDownAndCommitsOnUp) {
  const auto down = at(Phase::down, 50);
  EXPECT_TRUE(down.left.pressed);
  EXPECT_FALSE(down.left.committed);
  EXPECT_FALSE(down.right.pressed);
  const auto up = at(Phase::up, 50);
  EXPECT_TRUE(up.left.committed);
  EXPECT_FALSE(up.left.pressed);
}

TEST_F(TouchTest, CommitsOnce) {
  EXPECT_TRUE(tap_left());
  EXPECT_FALSE(frame().left.committed);
}

TEST_F(TouchTest, StaysPressedWithoutNews) {
  at(Phase::down, 50);
  EXPECT_TRUE(frame().left.pressed);
}

TEST_F(TouchTest, AllowsFiveMillimetresOfSlip) {
  at(Phase::down, 95);
  EXPECT_TRUE(at(Phase::move, 100 + slip - 1).left.pressed);
  EXPECT_TRUE(at(Phase::up, 100 + slip - 1).left.committed);
}

TEST_F(TouchTest, LiftedFartherAwayCommitsNothing) {
  at(Phase::down, 95);
  EXPECT_FALSE(at(Phase::move, 100 + slip + 1).left.pressed);
  EXPECT_FALSE(at(Phase::up, 100 + slip + 1).left.committed);
}

TEST_F(TouchTest, LiftedOnAnotherTargetCommitsNeither) {
  at(Phase::down, 50);
  at(Phase::move, 250);
  const auto up = at(Phase::up, 250);
  EXPECT_FALSE(up.left.committed);
  EXPECT_FALSE(up.right.committed);
}

TEST_F(TouchTest, AFingerThatSlidesOntoATargetDoesNotTakeIt) {
  at(Phase::down, 150);
  EXPECT_FALSE(at(Phase::move, 250).right.pressed);
  EXPECT_FALSE(at(Phase::up, 250).right.committed);
}

TEST_F(TouchTest, CancelledCommitsNothing) {
  at(Phase::down, 50);
  EXPECT_FALSE(at(Phase::cancelled, 50).left.committed);
  EXPECT_FALSE(frame().left.pressed);
}

TEST_F(TouchTest, SamePlaceIsLockedFor900Milliseconds) {
  tap_left();
  now += 899;
  EXPECT_FALSE(at(Phase::down, 50).left.pressed) << "an ignored touch shows no press";
  EXPECT_FALSE(at(Phase::up, 50).left.committed);
  now += 1;
  EXPECT_TRUE(tap_left());
}

TEST_F(TouchTest, ElsewhereIsLockedFor350Milliseconds) {
  tap_left();
  now += 349;
  EXPECT_FALSE(at(Phase::down, 250).right.pressed);
  EXPECT_FALSE(at(Phase::up, 250).right.committed);
  now += 1;
  EXPECT_TRUE(at(Phase::down, 250).right.pressed);
  EXPECT_TRUE(at(Phase::up, 250).right.committed);
}

TEST_F(TouchTest, ATouchThatBeganInTheLockOutStaysIgnored) {
  tap_left();
  now += 300;
  at(Phase::down, 250);
  now += 2000;
  EXPECT_FALSE(at(Phase::move, 250).right.pressed);
  EXPECT_FALSE(at(Phase::up, 250).right.committed);
}

TEST_F(TouchTest, TheLockOutRunsFromTheFirstFrameOfTheNewScreen) {
  tap_left();
  now += 2000;  // the disk was slow
  screen = "follow-up";
  frame();
  now += 899;
  EXPECT_FALSE(tap_left());
  now += 1;
  EXPECT_TRUE(tap_left());
}

TEST_F(TouchTest, NothingCountsBeforeTheNewScreenIsShown) {
  touch.begin_frame(Contact{Phase::down, {50, 50}, now}, now);
  touch.on_screen("home");
  touch.target("left", left);
  touch.begin_frame(Contact{Phase::up, {50, 50}, now}, now);
  EXPECT_TRUE(touch.target("left", left).committed);
  now += 5000;  // no frame shown since
  touch.begin_frame(Contact{Phase::down, {250, 50}, now}, now);
  EXPECT_FALSE(touch.target("right", right).pressed);
}

TEST_F(TouchTest, AFingerHeldAcrossAScreenChangeCountsOnlyAfterLifting) {
  frame();
  at(Phase::down, 50);
  screen = "thank-you";
  EXPECT_FALSE(frame().left.pressed);
  now += 5000;
  EXPECT_FALSE(at(Phase::move, 50).left.pressed);
  EXPECT_FALSE(at(Phase::up, 50).left.committed);
  EXPECT_TRUE(tap_left());
}

TEST_F(TouchTest, AChangeByItselfLocksFor350Milliseconds) {
  frame();
  screen = "home again";
  frame();
  now += 349;
  EXPECT_FALSE(tap_left());
  now += 1;
  EXPECT_TRUE(tap_left());
}

TEST_F(TouchTest, AFingerThatHadToWaitForItsFrameIsJudgedByWhenItCame) {
  frame();
  const auto came = now;
  screen = "home again";
  now += 400;  // a slow first frame
  frame();
  now += 400;
  touch.begin_frame(Contact{Phase::down, {50, 50}, came}, now);
  touch.on_screen(screen);
  EXPECT_FALSE(touch.target("left", left).pressed) << "it meant the screen before";
}

TEST_F(TouchTest, AFingerOnATargetIsFollowedAndHoldsTimeOutsUpForThreeSeconds) {
  EXPECT_FALSE(touch.follows_contact());
  at(Phase::down, 50);
  EXPECT_TRUE(touch.follows_contact());
  EXPECT_EQ(touch.pressing_until_ms(), now + 3000);
  at(Phase::up, 50);
  EXPECT_FALSE(touch.follows_contact());
  EXPECT_FALSE(touch.pressing_until_ms());
}

TEST_F(TouchTest, AFingerBesideTheTargetsOrFromAnotherScreenIsNotFollowed) {
  at(Phase::down, 150);
  EXPECT_FALSE(touch.follows_contact());
  at(Phase::up, 150);
  at(Phase::down, 50);
  screen = "thank-you";
  frame();
  EXPECT_FALSE(touch.follows_contact());
}

TEST_F(TouchTest, TheFirstScreenIsOpenAtOnce) {
  EXPECT_TRUE(tap_left());
}

TEST_F(TouchTest, KeysMayBeStruckAgainAtOnce) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(at(Phase::down, 50, 50, Repeat::allowed).left.pressed);
    EXPECT_TRUE(at(Phase::up, 50, 50, Repeat::allowed).left.committed);
  }
}

TEST_F(TouchTest, WhileIgnoredNothingCounts) {
  touch.begin_frame(Contact{Phase::down, {50, 50}, now}, now);
  touch.ignore_contact();
  EXPECT_FALSE(touch.target("left", left).pressed);
  EXPECT_FALSE(at(Phase::up, 50).left.committed);
}

TEST_F(TouchTest, ElsewhereTakesWhatNoTargetTook) {
  const auto elsewhere = [&](Phase phase, float x) {
    touch.begin_frame(Contact{phase, {x, 50}, now}, now);
    touch.on_screen(screen);
    touch.target("left", left);
    const bool committed = touch.elsewhere("elsewhere").committed;
    touch.frame_shown(now);
    return committed;
  };
  elsewhere(Phase::down, 50);
  EXPECT_FALSE(elsewhere(Phase::up, 50));
  now += 1000;
  elsewhere(Phase::down, 150);
  EXPECT_TRUE(elsewhere(Phase::up, 150));
}

class HoldTest : public TouchTest {
 protected:
  bool held(std::optional<Contact> contact = std::nullopt) {
    touch.begin_frame(contact, now);
    const bool result = touch.held("corner", left);
    touch.frame_shown(now);
    return result;
  }
  bool held(Phase phase, float x) { return held(Contact{phase, {x, 50}, now}); }
};

TEST_F(HoldTest, TakesTwoSeconds) {
  EXPECT_FALSE(held(Phase::down, 50));
  EXPECT_EQ(touch.next_frame_ms(), now + 2000) << "the frame that completes it must be drawn";
  now += 1999;
  EXPECT_FALSE(held());
  now += 1;
  EXPECT_TRUE(held());
  EXPECT_FALSE(held()) << "once";
  EXPECT_EQ(touch.next_frame_ms(), std::nullopt);
}

TEST_F(HoldTest, LiftingEndsIt) {
  held(Phase::down, 50);
  now += 1000;
  held(Phase::up, 50);
  now += 1500;
  EXPECT_FALSE(held());
}

TEST_F(HoldTest, WanderingOffEndsIt) {
  held(Phase::down, 50);
  held(Phase::move, 180);
  held(Phase::move, 50);
  now += 2500;
  EXPECT_FALSE(held());
}

TEST_F(HoldTest, BeginningElsewhereDoesNotCount) {
  held(Phase::down, 150);
  held(Phase::move, 50);
  now += 2500;
  EXPECT_FALSE(held());
}

}  // namespace
}  // namespace smilepost::kiosk
