// How a shopper wants to be asked: larger text, higher contrast. It goes with the visit.
#include "kiosk/survey/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/kiosk/survey/shopper.h"

namespace smilepost::kiosk {
namespace {

using record::TextSize;

constexpr Accessibility none{}, large{.large_text = true}, contrasty{.high_contrast = true};

class SessionManner : public testing::Test {
 protected:
  Shopper shopper;
};

TEST_F(SessionManner, TheFigureOpensAndClosesOnEveryStage) {
  const auto open_and_close = [&] {
    const auto stage = shopper.stage();
    shopper.taps(OpenAccessibility{});
    EXPECT_EQ(shopper.sees().overlay, Overlay::accessibility);
    shopper.taps(CloseOverlay{});
    EXPECT_EQ(shopper.sees().overlay, Overlay::none);
    EXPECT_EQ(shopper.stage(), stage);
  };
  open_and_close();
  shopper.taps(TapFace{1});
  open_and_close();
  shopper.taps(GoBack{});
  open_and_close();
  shopper.taps(TapFace{4});
  open_and_close();
}

TEST_F(SessionManner, TheFigureOverMoreTimeMeansMoreTime) {
  shopper.taps(TapFace{1});
  shopper.waits(12'000);
  ASSERT_TRUE(shopper.sees().more_time);
  shopper.taps(OpenAccessibility{});
  EXPECT_FALSE(shopper.sees().more_time);
  EXPECT_EQ(shopper.sees().overlay, Overlay::accessibility);
}

TEST_F(SessionManner, WhatIsTickedHoldsAtOnceAndEachByItself) {
  shopper.taps(OpenAccessibility{});
  shopper.taps(ToggleLargeText{});
  EXPECT_EQ(shopper.sees().accessibility, large);
  EXPECT_EQ(shopper.sees().overlay, Overlay::accessibility) << "there may be more to tick";
  shopper.taps(ToggleHighContrast{});
  shopper.taps(ToggleLargeText{});
  EXPECT_EQ(shopper.sees().accessibility, contrasty);
}

TEST_F(SessionManner, ItHoldsUntilTheVisitEnds) {
  shopper.taps(ToggleLargeText{});
  shopper.taps(TapFace{1});
  EXPECT_EQ(shopper.sees().accessibility, large);
  shopper.taps(FinishReasons{});
  EXPECT_EQ(shopper.sees().accessibility, large);
  shopper.taps(NewVisitor{});
  EXPECT_EQ(shopper.sees().accessibility, none);
}

TEST_F(SessionManner, AtHomeItResetsByItselfAfterTwiceTheTime) {
  shopper.taps(ToggleHighContrast{});
  EXPECT_FALSE(shopper.session.resting());
  shopper.waits(29'999);
  EXPECT_EQ(shopper.sees().accessibility, contrasty);
  shopper.waits(1);
  EXPECT_EQ(shopper.sees().accessibility, none);
  EXPECT_TRUE(shopper.session.resting());
}

TEST_F(SessionManner, WhatIsOpenAtHomeClosesByItself) {
  shopper.taps(OpenAccessibility{});
  shopper.waits(15'000);
  EXPECT_EQ(shopper.sees().overlay, Overlay::none);
}

TEST_F(SessionManner, ThereAreThirtySecondsToChangeTheAnswer) {
  for (const Intent& option : {Intent(ToggleLargeText{}), Intent(ToggleHighContrast{})}) {
    shopper.taps(option);
    shopper.taps(TapFace{1});
    shopper.taps(GoBack{});
    shopper.waits(29'999);
    EXPECT_EQ(shopper.stage(), Stage::change_answer);
    shopper.waits(1);
    EXPECT_EQ(shopper.stage(), Stage::home);
  }
}

TEST_F(SessionManner, TheThankYouStaysTwiceAsLongInLargeTextAlone) {
  shopper.taps(ToggleHighContrast{});
  shopper.taps(TapFace{3});
  shopper.waits(4'000);
  EXPECT_EQ(shopper.stage(), Stage::home);
  shopper.taps(ToggleLargeText{});
  shopper.taps(TapFace{3});
  shopper.waits(7'999);
  EXPECT_EQ(shopper.stage(), Stage::thank_you);
  shopper.waits(1);
  EXPECT_EQ(shopper.stage(), Stage::home);
}

TEST_F(SessionManner, WhatWasShownIsStoredWithTheAnswer) {
  shopper.taps(TapFace{3});
  EXPECT_EQ(shopper.answers.back().presentation.theme, "light");
  EXPECT_EQ(shopper.answers.back().presentation.text_size, TextSize::usual);
  shopper.taps(NewVisitor{});
  shopper.taps(ToggleLargeText{});
  shopper.taps(ToggleHighContrast{});
  shopper.taps(TapFace{3});
  EXPECT_EQ(shopper.answers.back().presentation.theme, "high-contrast");
  EXPECT_EQ(shopper.answers.back().presentation.text_size, TextSize::large);
}

TEST_F(SessionManner, WhoCouldNotBeHeardReadsWhyInTheirManner) {
  shopper.taps(ToggleLargeText{});
  shopper.does(TapFace{1});
  shopper.session.take_answer();
  shopper.session.not_kept(shopper.now);
  shopper.session.frame_shown(shopper.now);
  EXPECT_EQ(shopper.sees().accessibility, large);
  shopper.waits(30'000);
  EXPECT_EQ(shopper.stage(), Stage::on_break);
  EXPECT_EQ(shopper.sees().accessibility, none);
}

TEST_F(SessionManner, ANewOfferWaitsForWhoReadsTheScreen) {
  shopper.taps(ToggleLargeText{});
  shopper.session.offer(offer_of("restroom"), shopper.now);
  EXPECT_EQ(shopper.session.current_offer().set->id, "checkout");
  shopper.waits(30'000);
  EXPECT_EQ(shopper.session.current_offer().set->id, "restroom");
}

}  // namespace
}  // namespace smilepost::kiosk
