// Every row of the session's table, in its order; those of further scales, of single choices and of
// several questions: session_questions_test.cpp; of accessibility: session_manner_test.cpp. What
// the answers hold: session_answers_test.cpp.
#include "kiosk/survey/session.h"

#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/kiosk/survey/shopper.h"

namespace smilepost::kiosk {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

static_assert(std::size(table::rows) == 38, "a new row wants a test here");

class SessionRow : public testing::Test {
 protected:
  void at_follow_up() { shopper.taps(TapFace{1}); }
  void at_more_time() {
    at_follow_up();
    shopper.waits(12'000);
    ASSERT_TRUE(shopper.sees().more_time);
  }
  void at_thank_you() { shopper.taps(TapFace{3}); }
  void at_change_answer() {
    at_follow_up();
    shopper.taps(GoBack{});
    ASSERT_EQ(shopper.stage(), Stage::change_answer);
  }
  void at_break() {
    shopper.does(TapFace{1});
    shopper.session.take_answer();
    shopper.session.not_kept(shopper.now);
    ASSERT_EQ(shopper.stage(), Stage::on_break);
  }
  Shopper shopper;
};

// home
TEST_F(SessionRow, ABadVoteLeadsToTheFollowUp) {
  shopper.taps(TapFace{2});
  EXPECT_EQ(shopper.stage(), Stage::follow_up);
}
TEST_F(SessionRow, AGoodVoteLeadsToTheThankYou) {
  shopper.taps(TapFace{3});
  EXPECT_EQ(shopper.stage(), Stage::thank_you);
}
TEST_F(SessionRow, HomeInAnotherLanguageResetsAfter15Seconds) {
  shopper.taps(ChooseLanguage{"ar"});
  shopper.waits(14'999);
  EXPECT_EQ(shopper.sees().language, "ar");
  shopper.waits(1);
  EXPECT_EQ(shopper.sees().language, "en");
  EXPECT_EQ(shopper.stage(), Stage::home);
}

// change_answer
TEST_F(SessionRow, AnotherFaceChangesTheAnswer) {
  at_change_answer();
  shopper.taps(TapFace{4});
  EXPECT_EQ(shopper.stage(), Stage::thank_you);
  EXPECT_EQ(shopper.sees().vote, 4);
  EXPECT_THAT(shopper.answers, SizeIs(2));
}
TEST_F(SessionRow, TheFaceInForceKeepsTheAnswer) {
  at_change_answer();
  shopper.taps(TapFace{1});
  EXPECT_EQ(shopper.stage(), Stage::follow_up);
  EXPECT_THAT(shopper.answers, SizeIs(1));
}
TEST_F(SessionRow, TheFaceInForceLeadsBackToTheReasonsThatWereChosen) {
  at_follow_up();
  shopper.taps(ToggleReason{2});
  shopper.taps(FinishReasons{});
  shopper.taps(GoBack{});
  shopper.taps(TapFace{1});
  EXPECT_EQ(shopper.stage(), Stage::follow_up);
  EXPECT_TRUE(shopper.sees().reasons[2].chosen);
  EXPECT_THAT(shopper.answers, SizeIs(2));
}
TEST_F(SessionRow, KeepItLeadsBackToTheFollowUp) {
  at_change_answer();
  shopper.taps(GoBack{});
  EXPECT_EQ(shopper.stage(), Stage::follow_up);
}
TEST_F(SessionRow, KeepItLeadsBackToTheThankYou) {
  at_follow_up();
  shopper.taps(FinishReasons{});
  shopper.taps(GoBack{});
  shopper.taps(GoBack{});
  EXPECT_EQ(shopper.stage(), Stage::thank_you);
}
TEST_F(SessionRow, NewVisitorEndsTheChange) {
  at_change_answer();
  shopper.taps(NewVisitor{});
  EXPECT_TRUE(shopper.session.resting());
}
TEST_F(SessionRow, TheChangeEndsUntouchedAfter15Seconds) {
  at_change_answer();
  shopper.waits(14'999);
  EXPECT_EQ(shopper.stage(), Stage::change_answer);
  shopper.waits(1);
  EXPECT_TRUE(shopper.session.resting());
}

// follow_up
TEST_F(SessionRow, ReasonsAreTickedAndUnticked) {
  at_follow_up();
  shopper.taps(ToggleReason{2});
  EXPECT_TRUE(shopper.sees().reasons[2].chosen);
  shopper.taps(ToggleReason{2});
  EXPECT_FALSE(shopper.sees().reasons[2].chosen);
}
TEST_F(SessionRow, DoneLeadsToTheThankYou) {
  at_follow_up();
  shopper.taps(ToggleReason{0});
  shopper.taps(FinishReasons{});
  EXPECT_EQ(shopper.stage(), Stage::thank_you);
  EXPECT_THAT(shopper.answers, SizeIs(2));
}
TEST_F(SessionRow, SkipRecordsNothing) {
  at_follow_up();
  shopper.taps(FinishReasons{});
  EXPECT_EQ(shopper.stage(), Stage::thank_you);
  EXPECT_THAT(shopper.answers, SizeIs(1));
}
TEST_F(SessionRow, BackRecordsWhatIsChosenAndLeadsToTheRating) {
  at_follow_up();
  shopper.taps(ToggleReason{0});
  shopper.taps(GoBack{});
  EXPECT_EQ(shopper.stage(), Stage::change_answer);
  EXPECT_THAT(shopper.answers, SizeIs(2));
}
TEST_F(SessionRow, NewVisitorRecordsWhatIsChosen) {
  at_follow_up();
  shopper.taps(ToggleReason{0});
  shopper.taps(NewVisitor{});
  EXPECT_TRUE(shopper.session.resting());
  EXPECT_THAT(shopper.answers, SizeIs(2));
}
TEST_F(SessionRow, TheUntouchedFollowUpAsksForMoreTimeAfter12Seconds) {
  at_follow_up();
  shopper.waits(11'999);
  EXPECT_FALSE(shopper.sees().more_time);
  shopper.waits(1);
  EXPECT_TRUE(shopper.sees().more_time);
  EXPECT_EQ(shopper.stage(), Stage::follow_up);
}

// more_time
TEST_F(SessionRow, MoreTimeGives12SecondsAgainAsOftenAsWanted) {
  at_more_time();
  for (int i = 0; i < 5; ++i) {
    shopper.taps(MoreTime{});
    EXPECT_FALSE(shopper.sees().more_time);
    shopper.waits(12'000);
    EXPECT_TRUE(shopper.sees().more_time);
  }
}
TEST_F(SessionRow, AReasonTickedMeansMoreTime) {
  at_more_time();
  shopper.taps(ToggleReason{1});
  EXPECT_FALSE(shopper.sees().more_time);
  EXPECT_TRUE(shopper.sees().reasons[1].chosen);
}
TEST_F(SessionRow, NoMoreTimeRecordsWhatIsChosenAndGoesHome) {
  at_follow_up();
  shopper.taps(ToggleReason{0});
  shopper.waits(12'000);
  shopper.taps(NoMoreTime{});
  EXPECT_TRUE(shopper.session.resting());
  EXPECT_THAT(shopper.answers, SizeIs(2));
}
TEST_F(SessionRow, TheTimeOverRecordsWhatIsChosenAndGoesHome) {
  at_follow_up();
  shopper.taps(ToggleReason{0});
  shopper.waits(12'000 + 19'999);
  EXPECT_TRUE(shopper.sees().more_time);
  EXPECT_THAT(shopper.answers, SizeIs(1));
  shopper.waits(1);
  EXPECT_TRUE(shopper.session.resting());
  EXPECT_THAT(shopper.answers, SizeIs(2));
}

// thank_you
TEST_F(SessionRow, ChangeMyAnswerLeadsToTheRating) {
  at_thank_you();
  shopper.taps(GoBack{});
  EXPECT_EQ(shopper.stage(), Stage::change_answer);
  EXPECT_EQ(shopper.sees().vote, 3);
}
TEST_F(SessionRow, NewVisitorEndsTheThankYou) {
  at_thank_you();
  shopper.taps(NewVisitor{});
  EXPECT_TRUE(shopper.session.resting());
}
TEST_F(SessionRow, ATapEndsTheThankYou) {
  at_thank_you();
  shopper.taps(DismissThanks{});
  EXPECT_TRUE(shopper.session.resting());
}
TEST_F(SessionRow, TheThankYouStaysFourSecondsAtLeast) {
  at_thank_you();  // "Thank you, good to hear!": 1.5 s + 5 × 0.35 s is less
  shopper.waits(3'999);
  EXPECT_EQ(shopper.stage(), Stage::thank_you);
  shopper.waits(1);
  EXPECT_TRUE(shopper.session.resting());
}

// languages
TEST_F(SessionRow, TheLanguagesOverMoreTimeMeanMoreTime) {
  at_more_time();
  shopper.taps(OpenLanguages{});
  EXPECT_FALSE(shopper.sees().more_time);
  EXPECT_EQ(shopper.sees().overlay, Overlay::languages);
}
TEST_F(SessionRow, TheLanguagesOpenAndCloseOnEveryStage) {
  const auto open_and_close = [&] {
    const auto stage = shopper.stage();
    shopper.taps(OpenLanguages{});
    EXPECT_EQ(shopper.sees().overlay, Overlay::languages);
    shopper.taps(CloseOverlay{});
    EXPECT_EQ(shopper.sees().overlay, Overlay::none);
    EXPECT_EQ(shopper.stage(), stage);
  };
  open_and_close();
  at_follow_up();
  open_and_close();
  shopper.taps(GoBack{});
  open_and_close();
  shopper.taps(TapFace{4});
  open_and_close();
}
TEST_F(SessionRow, ALanguageChosenMeansMoreTime) {
  at_more_time();
  shopper.taps(ChooseLanguage{"de"});
  EXPECT_FALSE(shopper.sees().more_time);
  EXPECT_EQ(shopper.sees().question, "Was ist schiefgelaufen?");
}
TEST_F(SessionRow, ALanguageIsChosenOnEveryStage) {
  at_follow_up();
  shopper.taps(ChooseLanguage{"de"});
  EXPECT_EQ(shopper.sees().question, "Was ist schiefgelaufen?");
  shopper.taps(GoBack{});
  shopper.taps(ChooseLanguage{"ar"});
  EXPECT_EQ(shopper.sees().faces[0].label, "سيئة جدًا");
  shopper.taps(TapFace{3});
  shopper.taps(ChooseLanguage{"en"});
  EXPECT_EQ(shopper.sees().question, "Thank you, good to hear!");
}

// the disk
TEST_F(SessionRow, TheNextScreenComesOnlyWhenTheAnswerIsKept) {
  shopper.does(TapFace{1});
  shopper.waits(4'999);
  EXPECT_EQ(shopper.stage(), Stage::home);
  EXPECT_TRUE(shopper.sees().keeping);
  EXPECT_FALSE(shopper.sees().counted);
  EXPECT_EQ(shopper.sees().vote, 1);
}
TEST_F(SessionRow, KeptLeadsOn) {
  shopper.does(TapFace{1});
  shopper.disk_keeps();
  EXPECT_EQ(shopper.stage(), Stage::follow_up);
  EXPECT_FALSE(shopper.sees().keeping);
  EXPECT_TRUE(shopper.sees().counted);
}
TEST_F(SessionRow, NotKeptForFiveSecondsIsABreak) {
  shopper.does(TapFace{1});
  shopper.session.take_answer();
  shopper.waits(5'000);
  EXPECT_EQ(shopper.stage(), Stage::on_break);
  EXPECT_THAT(shopper.sees().faces, IsEmpty());
}
TEST_F(SessionRow, NotKeptIsABreak) {
  at_break();
}
// Whoever waited would else tap again, and count twice.
TEST_F(SessionRow, KeptAfterAllIsThankedForAndCanBeChanged) {
  shopper.does(TapFace{1});
  shopper.session.take_answer();
  shopper.waits(5'000);
  shopper.session.kept(42, shopper.now);
  EXPECT_EQ(shopper.stage(), Stage::thank_you);
  EXPECT_TRUE(shopper.sees().counted);
  shopper.taps(GoBack{});
  shopper.taps(TapFace{4});
  ASSERT_THAT(shopper.answers, SizeIs(1));
  EXPECT_EQ(shopper.answers[0].amends, 42U);
  shopper.waits(60'000);
  EXPECT_TRUE(shopper.session.resting());
}
TEST_F(SessionRow, NotKeptInTheEndForgetsTheVisit) {
  at_follow_up();
  shopper.taps(ToggleReason{0});
  shopper.does(FinishReasons{});
  shopper.session.take_answer();
  shopper.waits(5'000);
  shopper.session.not_kept(shopper.now);
  shopper.session.storage_ready(shopper.now);
  shopper.taps(TapFace{2});
  EXPECT_FALSE(shopper.answers.back().visit);
  EXPECT_FALSE(shopper.answers.back().amends);
}
TEST_F(SessionRow, StorageThatWorksAgainLeadsHome) {
  at_break();
  shopper.session.storage_ready(shopper.now);
  EXPECT_TRUE(shopper.session.resting());
}
TEST_F(SessionRow, TheBreakLastsWhileAnAnswerIsStillOnItsWay) {
  shopper.does(TapFace{1});
  shopper.session.take_answer();
  shopper.waits(5'000);
  shopper.session.storage_ready(shopper.now);
  EXPECT_EQ(shopper.stage(), Stage::on_break);
}
TEST_F(SessionRow, TheBreakReturnsToTheFirstLanguage) {
  at_break();
  shopper.taps(ChooseLanguage{"de"});
  EXPECT_EQ(shopper.sees().language, "de");
  shopper.waits(15'000);
  EXPECT_EQ(shopper.sees().language, "en");
  EXPECT_EQ(shopper.stage(), Stage::on_break);
}

// Above the table
TEST_F(SessionRow, WhileKeepingNothingElseCounts) {
  at_follow_up();
  shopper.taps(ToggleReason{0});
  shopper.does(FinishReasons{});
  shopper.does(NewVisitor{});
  shopper.does(ToggleReason{1});
  shopper.does(ChooseLanguage{"de"});
  shopper.disk_keeps();
  EXPECT_EQ(shopper.stage(), Stage::thank_you);
  EXPECT_EQ(shopper.sees().language, "en");
}
TEST_F(SessionRow, WhatDoesNotFitIsIgnored) {
  for (const Intent& intent : {Intent(TapFace{0}), Intent(TapFace{5}), Intent(ToggleReason{0}),
                               Intent(GoBack{}), Intent(NewVisitor{}), Intent(OpenStaff{}),
                               Intent(ChooseLanguage{"fr"}), Intent(DismissThanks{})}) {
    shopper.taps(intent);
    EXPECT_TRUE(shopper.session.resting());
  }
  at_follow_up();
  shopper.taps(ToggleReason{6});
  shopper.taps(TapFace{2});
  EXPECT_EQ(shopper.stage(), Stage::follow_up);
  EXPECT_THAT(shopper.answers, SizeIs(1));
}

// Times
TEST_F(SessionRow, AnyTouchHoldsTheFollowUp) {
  at_follow_up();
  for (int i = 0; i < 5; ++i) {
    shopper.waits(11'000);
    shopper.session.touched(shopper.now);
  }
  EXPECT_FALSE(shopper.sees().more_time);
}
TEST_F(SessionRow, ATimeRunsFromTheFirstFrame) {
  shopper.does(TapFace{3});
  shopper.session.take_answer();
  shopper.session.kept(42, shopper.now);
  shopper.now += 2'000;
  shopper.session.frame_shown(shopper.now);
  shopper.waits(3'999);
  EXPECT_EQ(shopper.stage(), Stage::thank_you);
}
TEST_F(SessionRow, AtHomeNothingIsDue) {
  EXPECT_FALSE(shopper.session.next_deadline());
}
TEST_F(SessionRow, AnOpenLanguageListClosesByItself) {
  shopper.taps(OpenLanguages{});
  shopper.waits(15'000);
  EXPECT_EQ(shopper.sees().overlay, Overlay::none);
}

// Confirmed: the first frame after the commit
TEST_F(SessionRow, AnAnswerIsConfirmedByTheFrameAfterTheCommit) {
  shopper.does(TapFace{1});
  shopper.session.frame_shown(shopper.now);
  shopper.session.take_answer();
  EXPECT_THAT(shopper.session.take_confirmed(), IsEmpty());
  shopper.session.kept(42, shopper.now);
  EXPECT_THAT(shopper.session.take_confirmed(), IsEmpty());
  shopper.session.frame_shown(shopper.now);
  EXPECT_THAT(shopper.session.take_confirmed(), ElementsAre(42));
  shopper.session.frame_shown(shopper.now);
  EXPECT_THAT(shopper.session.take_confirmed(), IsEmpty());
}

// Offers
TEST_F(SessionRow, ANewOfferIsTakenAtOnceWhileNobodyIsThere) {
  shopper.session.offer(offer_of("service-desk", "de"), shopper.now);
  EXPECT_EQ(shopper.sees().question, "Wie leicht bekamen Sie heute Hilfe?");
}
TEST_F(SessionRow, ANewOfferWaitsForTheEndOfTheVisit) {
  at_follow_up();
  shopper.session.offer(offer_of("service-desk"), shopper.now);
  EXPECT_EQ(shopper.sees().question, "What went wrong?");
  shopper.taps(NewVisitor{});
  EXPECT_EQ(shopper.sees().question, "How easy was it to get help today?");
}
TEST_F(SessionRow, ANewOfferWaitsForAFingerOnTheScreen) {
  shopper.session.touched(shopper.now);
  shopper.session.offer(offer_of("service-desk"), shopper.now);
  EXPECT_EQ(shopper.sees().question, "How was your visit today?");
  shopper.waits(3'000);
  EXPECT_EQ(shopper.sees().question, "How easy was it to get help today?");
}

}  // namespace
}  // namespace smilepost::kiosk
