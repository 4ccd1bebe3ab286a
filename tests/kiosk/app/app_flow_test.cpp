// The shopper's way through the real loop, display and journal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/driver/ui_driver.h"

namespace smilepost::tests {
namespace {

using record::Answer;
using record::Reasons;
using record::Vote;
using testing::ElementsAre;

int vote_of(const Answer& answer) {
  return std::get<Vote>(answer.value).value;
}

TEST(AppFlow, AGoodVoteIsKeptConfirmedAndThankedFor) {
  UiDriver ui;
  EXPECT_TRUE(ui.shows("How was your visit today?"));
  ui.tap("face-4");
  ASSERT_EQ(ui.answers().size(), 1U);
  const auto answer = ui.answers()[0];
  EXPECT_EQ(answer.survey_set, "checkout");
  EXPECT_EQ(answer.value, (std::variant<Vote, Reasons>(Vote{4, 4})));
  EXPECT_EQ(answer.presentation, (record::Presentation{"en", "light", false, false}));
  EXPECT_FALSE(answer.leads_to);
  EXPECT_EQ(ui.confirmed_sequences().size(), 1U);
  EXPECT_TRUE(ui.has("new-visitor"));
  ui.wait(10'000);
  EXPECT_FALSE(ui.has("new-visitor")) << "the thank-you must end by itself";
}

TEST(AppFlow, ABadVoteIsRegrettedBeforeItAsksWhy) {
  UiDriver ui;
  ui.tap("face-1");
  EXPECT_TRUE(ui.shows("We’re sorry"));
  EXPECT_TRUE(ui.shows("What went wrong?"));
  EXPECT_TRUE(ui.shows("Counted"));
  ui.tap("reason-0");
  ui.tap("reason-3");
  ui.tap("done");
  const auto answers = ui.answers();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(std::get<Reasons>(answers[1].value).chosen.size(), 2U);
  EXPECT_EQ(answers[0].leads_to, answers[1].question);
  EXPECT_EQ(answers[1].visit, ui.confirmed_sequences()[0]);
}

TEST(AppFlow, ANervousFingerVotesOnceAndInventsNoReason) {
  UiDriver ui;
  ui.tap_quickly("face-1");
  for (int i = 0; i < 5; ++i) ui.tap_at(180, 500);  // where face 1 was, or a reason is now
  EXPECT_EQ(ui.answers().size(), 1U) << "the second tap came within the lock-out";
}

TEST(AppFlow, APalmBesideTheFingerIsToldWithTheAnswer) {
  UiDriver ui;
  ui.tap("face-4");
  ui.wait(10'000);
  ui.down("face-3");
  ui.tap_with_another_finger("face-3");
  ui.up();
  const auto answers = ui.answers();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_TRUE(answers[0].circumstances.flags.empty());
  EXPECT_EQ(answers[1].circumstances.flags,
            std::vector<record::Flag>{record::Flag::several_contacts});
}

TEST(AppFlow, AFingerHeldAcrossTheChangeCountsForNothing) {
  UiDriver ui;
  ui.down("face-1");
  ui.wait(80);
  ui.up();
  ui.tap_at(640, 20);  // nothing stands there
  ui.tap_quickly("reason-0");
  ui.wait(100);
  EXPECT_EQ(ui.answers().size(), 1U);
}

TEST(AppFlow, AChosenReasonIsRecordedWhenTheShopperWalksAway) {
  UiDriver ui;
  ui.tap("face-2");
  ui.tap("reason-1");
  ui.wait(12'500);
  EXPECT_TRUE(ui.shows("Do you need more time?"));
  EXPECT_EQ(ui.answers().size(), 1U);
  ui.wait(20'500);
  EXPECT_EQ(ui.answers().size(), 2U);
  EXPECT_FALSE(ui.has("new-visitor"));
}

TEST(AppFlow, ACorrectionAmendsAndCountsOnce) {
  UiDriver ui;
  ui.tap("face-4");
  ui.tap("back");
  EXPECT_TRUE(ui.shows("Change your answer"));
  ui.tap("face-3");
  const auto answers = ui.answers();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(vote_of(answers[1]), 3);
  EXPECT_EQ(answers[1].amends, ui.confirmed_sequences()[0]);
  EXPECT_EQ(answers[1].visit, ui.confirmed_sequences()[0]);
}

TEST(AppFlow, TheNextShopperSeesNothingOfTheLastOne) {
  UiDriver ui;
  ui.tap("language-ar");
  EXPECT_TRUE(ui.shows("كيف كانت زيارتك اليوم؟"));
  ui.tap("face-1");
  ui.tap("reason-2");
  ui.tap("new-visitor");
  EXPECT_TRUE(ui.shows("How was your visit today?"));
  EXPECT_EQ(ui.answers().size(), 2U);
  EXPECT_EQ(ui.answers()[0].presentation.language, "ar");
  EXPECT_TRUE(ui.answers()[0].presentation.right_to_left);
}

TEST(AppFlow, AChangedLanguageGoesHomeWithoutAWarning) {
  UiDriver ui;
  ui.tap("language-de");
  EXPECT_TRUE(ui.shows("Wie war Ihr Besuch heute?"));
  ui.wait(15'500);
  EXPECT_TRUE(ui.shows("How was your visit today?"));
}

TEST(AppFlow, RightToLeftMirrorsTheRowButNotTheMeaning) {
  UiDriver ui;
  const auto worst_in_english = ui.app().registry().find("face-1")->rect.x;
  ui.tap("language-ar");
  EXPECT_GT(ui.app().registry().find("face-1")->rect.x, worst_in_english);
  ui.tap("face-1");
  EXPECT_EQ(vote_of(ui.answers()[0]), 1);
}

TEST(AppFlow, ATimeOutWaitsForAFingerThatIsPressing) {
  UiDriver ui;
  ui.tap("face-4");
  ui.wait(2'500);
  ui.down("back");
  ui.wait(1'500);
  EXPECT_TRUE(ui.has("new-visitor")) << "the thank-you's time is over, but not under the finger";
  ui.up();
  EXPECT_TRUE(ui.shows("Change your answer"));
}

TEST(AppFlow, AFingerThatRestsHoldsATimeOutUpForThreeSecondsOnly) {
  UiDriver ui;
  ui.tap("face-4");
  ui.wait(2'500);
  ui.down("back");
  ui.wait(3'500);
  EXPECT_FALSE(ui.has("new-visitor"));
  ui.up();
  EXPECT_FALSE(ui.shows("Change your answer"));
}

TEST(AppFlow, ABagThatMovesOnTheGlassIsNobody) {
  UiDriver ui;
  ui.tap("language-de");
  ui.down("face-1");
  for (int i = 0; i < 20; ++i) {
    ui.move(i % 2 == 0 ? 3.0F : -3.0F);
    ui.wait(1'000);
  }
  EXPECT_TRUE(ui.shows("How was your visit today?")) << "the next shopper's language is back";
  EXPECT_TRUE(ui.answers().empty());
}

TEST(AppFlow, AThumbBesideTheFacesBlocksNoOtherFinger) {
  UiDriver ui;
  ui.down_at(640, 330);  // between question and faces: nothing stands there
  ui.tap_with_another_finger("face-4");
  EXPECT_EQ(ui.answers().size(), 1U);
}

TEST(AppFlow, TheBarThatAsksForMoreTimeTakesNoTapMeantForWhatStoodThere) {
  UiDriver ui;
  ui.tap("face-1");
  ui.wait(10'990);
  ASSERT_FALSE(ui.has("more-time"));
  ui.wait(100);
  ASSERT_TRUE(ui.has("more-time"));
  ui.tap_quickly("no-more-time");
  EXPECT_TRUE(ui.has("more-time")) << "the bar had been there for a moment only";
}

TEST(AppFlow, AnIdleScreenDrawsNothing) {
  UiDriver ui;
  ui.wait(1'000);
  const auto before = ui.frames();
  ui.wait(30'000);
  EXPECT_EQ(ui.frames(), before);
}

TEST(AppFlow, APressShowsInTheNextFrame) {
  UiDriver ui;
  const auto before = ui.picture();
  const auto frames = ui.frames();
  ui.down("face-4");
  EXPECT_GT(ui.frames(), frames);
  EXPECT_NE(ui.picture().rgba, before.rgba);
  EXPECT_TRUE(ui.answers().empty()) << "it counts when the finger lifts";
  ui.up();
}

class Turned : public testing::TestWithParam<int> {};

TEST_P(Turned, TapsArriveHoweverTheDisplayHangs) {
  DriverOptions options;
  options.quarter_turns = GetParam();
  UiDriver ui(options);
  ui.tap("face-3");
  ASSERT_EQ(ui.answers().size(), 1U);
  EXPECT_EQ(vote_of(ui.answers()[0]), 3);
  EXPECT_EQ(ui.answers()[0].presentation.portrait, GetParam() % 2 == 1);
}

INSTANTIATE_TEST_SUITE_P(AllWays, Turned, testing::Values(0, 1, 2, 3));

}  // namespace
}  // namespace smilepost::tests
