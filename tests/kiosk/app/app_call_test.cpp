// "Could somebody come?" through the real loop, display and journal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/driver/ui_driver.h"

namespace smilepost::tests {
namespace {

using record::CallState;
using record::CallStep;

class AppCall : public testing::Test {
 protected:
  AppCall() : ui_(DriverOptions{.team = [this](const auto&) { return &team_; }}) {
    team_.says.somebody_there = true;
    ui_.settle();
  }

  void call() {
    ui_.tap("face-1");
    ui_.tap("bell");
    ui_.tap("call-yes");
  }
  void hear(CallState state) {
    team_.says.call = team_.told.back().number;
    team_.says.state = state;
    ui_.settle();
  }
  std::vector<CallStep> steps() const {
    std::vector<CallStep> steps;
    for (const auto& call : ui_.calls()) steps.push_back(call.step);
    return steps;
  }

  ScriptedTeam team_;
  UiDriver ui_;
};

TEST_F(AppCall, TheBellShowsWhereItAsksWhyWhileSomebodyIsThere) {
  EXPECT_FALSE(ui_.has("bell")) << "home asks one question";
  ui_.tap("face-1");
  EXPECT_TRUE(ui_.has("bell"));
  team_.says.somebody_there = false;
  ui_.settle();
  EXPECT_FALSE(ui_.has("bell"));
}

TEST_F(AppCall, WhoHadABadTimeMayStillCallFromTheThankYou) {
  ui_.tap("face-4");
  EXPECT_FALSE(ui_.has("bell")) << "nobody is missing after a good vote";
  ui_.tap("new-visitor");
  ui_.tap("face-1");
  ui_.tap("done");
  ASSERT_TRUE(ui_.shows("Change my answer"));
  ui_.tap("bell");
  ui_.wait(10'000);
  EXPECT_TRUE(ui_.shows("Call a colleague")) << "the thank-you rests meanwhile";
  ui_.tap("call-yes");
  EXPECT_EQ(team_.told.size(), 1U);
  hear(CallState::claimed);
  EXPECT_TRUE(ui_.shows("A colleague is coming"));
}

TEST_F(AppCall, WhoCallsNobodyAfterAllSeesTheThankYouAgain) {
  ui_.tap("face-1");
  ui_.tap("done");
  ui_.tap("bell");
  ui_.wait(10'000);
  ui_.tap("call-no");
  EXPECT_TRUE(ui_.shows("Change my answer"));
  ui_.tap("bell");
  ui_.wait(10'000);
  ui_.tap("back");
  EXPECT_TRUE(ui_.shows("Change my answer"));
  ui_.wait(20'000);
  EXPECT_TRUE(ui_.shows("How was your visit today?"));
}

TEST_F(AppCall, ASmallDisplayHasABell) {
  UiDriver small({.width = 800, .height = 480, .diagonal_inch = 7, .team = [this](const auto&) {
                    return &team_;
                  }});
  small.tap("face-1");
  small.tap("bell");
  EXPECT_TRUE(small.shows("Call a colleague"));
  small.tap("back");
  small.tap("done");
  small.tap("bell");
  EXPECT_TRUE(small.shows("Call a colleague"));
}

TEST_F(AppCall, SomebodyIsComingOnlyOnceAHumanSaidSo) {
  call();
  EXPECT_TRUE(ui_.shows("Asking the team"));
  ASSERT_EQ(team_.told.size(), 1U);
  EXPECT_EQ(team_.told[0].language, "en");
  ui_.wait(30'000);
  EXPECT_FALSE(ui_.shows("coming"));
  hear(CallState::claimed);
  EXPECT_TRUE(ui_.shows("A colleague is coming"));
  EXPECT_THAT(steps(), testing::ElementsAre(CallStep::raised, CallStep::claimed));
  EXPECT_EQ(ui_.calls()[1].raised, 2U) << "after the epoch's beginning and the vote";
}

TEST_F(AppCall, AfterAMinuteTheShopperReadsWhereToAsk) {
  call();
  ui_.wait(60'000);
  EXPECT_TRUE(ui_.shows("Nobody is free right now."));
  EXPECT_TRUE(ui_.shows("Please ask at Info."));
  EXPECT_TRUE(team_.told.back().over);
  EXPECT_THAT(steps(), testing::ElementsAre(CallStep::raised, CallStep::unclaimed));
  ui_.wait(20'000);
  EXPECT_TRUE(ui_.shows("How was your visit today?"));
}

TEST_F(AppCall, ACallLeftBehindLeadsHomeAndIsRecordedSo) {
  call();
  ui_.tap("new-visitor");
  EXPECT_TRUE(ui_.shows("How was your visit today?"));
  EXPECT_TRUE(team_.told.back().over);
  EXPECT_THAT(steps(), testing::ElementsAre(CallStep::raised, CallStep::cancelled));
}

TEST_F(AppCall, TheScreenBehindRestsAndLosesNothing) {
  ui_.tap("face-1");
  ui_.tap("reason-0");
  ui_.tap("bell");
  ui_.tap("call-yes");
  ui_.wait(55'000);  // the follow-up alone would have ended
  ui_.tap("back");
  EXPECT_TRUE(ui_.shows("What went wrong?"));
  ui_.tap("done");
  ASSERT_EQ(ui_.answers().size(), 2U);
  EXPECT_EQ(std::get<record::Reasons>(ui_.answers()[1].value).chosen.size(), 1U);
}

TEST_F(AppCall, WhatWasChosenIsRecordedWhereACallEndsTheVisit) {
  ui_.tap("face-1");
  ui_.tap("reason-0");
  ui_.tap("bell");
  ui_.wait(15'000);
  EXPECT_TRUE(ui_.shows("How was your visit today?"));
  EXPECT_EQ(ui_.answers().size(), 2U);
  EXPECT_TRUE(team_.told.empty()) << "nobody said yes";
}

TEST_F(AppCall, TheLanguageCanBeChangedMeanwhile) {
  call();
  ui_.tap("globe");
  ui_.tap("language-de");
  EXPECT_TRUE(ui_.shows("Wir fragen das Team"));
  hear(CallState::claimed);
  EXPECT_TRUE(ui_.shows("Es kommt gleich jemand"));
}

TEST_F(AppCall, TwoInVainHideTheBell) {
  for (int i = 0; i < 2; ++i) {
    call();
    ui_.wait(60'000);
    ui_.tap("new-visitor");
  }
  ui_.tap("face-1");
  EXPECT_FALSE(ui_.has("bell"));
}

TEST_F(AppCall, TheTeamIsCalledThoughTheDiskIsFull) {
  ui_.tap("face-1");
  ui_.store().failing = true;
  ui_.tap("bell");
  ui_.tap("call-yes");
  EXPECT_EQ(team_.told.size(), 1U);
  EXPECT_TRUE(ui_.shows("Asking the team"));
}

TEST_F(AppCall, WhoeverEndsTheProgramEndsTheCall) {
  call();
  ui_.app().see_off();
  EXPECT_TRUE(team_.told.back().over);
}

TEST(AppWithoutTeam, ThereIsNoBell) {
  UiDriver ui;
  ui.tap("face-1");
  EXPECT_FALSE(ui.has("bell"));
}

}  // namespace
}  // namespace smilepost::tests
