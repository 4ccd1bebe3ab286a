// What the session records: the answers and how they refer to each other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/kiosk/survey/shopper.h"

namespace smilepost::kiosk {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const record::Vote& vote_of(const record::Answer& answer) {
  return std::get<record::Vote>(answer.value);
}
const std::vector<std::string>& reasons_of(const record::Answer& answer) {
  return std::get<record::Reasons>(answer.value).chosen;
}

TEST(SessionAnswers, AVoteStartsTheVisit) {
  Shopper shopper;
  shopper.taps(TapFace{2});
  ASSERT_THAT(shopper.answers, SizeIs(1));
  const auto& vote = shopper.answers[0];
  EXPECT_EQ(vote.survey_set, "checkout");
  EXPECT_EQ(vote.wording, 1u);
  EXPECT_EQ(vote.question, "checkout-rating");
  EXPECT_EQ(vote_of(vote), (record::Vote{2, 4}));
  EXPECT_FALSE(vote.visit);
  EXPECT_FALSE(vote.amends);
  EXPECT_EQ(vote.leads_to, "checkout-reasons");
  EXPECT_EQ(vote.presentation, (record::Presentation{"en", "light", false, false}));
}

TEST(SessionAnswers, AGoodVoteLeadsToNoQuestion) {
  Shopper shopper;
  shopper.taps(TapFace{4});
  EXPECT_FALSE(shopper.answers[0].leads_to);
}

TEST(SessionAnswers, TheLanguageIsTheOneAtTheTap) {
  Shopper shopper;
  shopper.taps(ChooseLanguage{"ar"});
  shopper.taps(TapFace{1});
  shopper.taps(ChooseLanguage{"de"});
  shopper.taps(ToggleReason{0});
  shopper.taps(FinishReasons{});
  EXPECT_EQ(shopper.answers[0].presentation, (record::Presentation{"ar", "light", true, false}));
  EXPECT_EQ(shopper.answers[1].presentation, (record::Presentation{"de", "light", false, false}));
}

TEST(SessionAnswers, ThemeAndLayoutAreStored) {
  Session session(offer_of("checkout"), Look{"dark", true});
  session.take(TapFace{1}, 0);
  EXPECT_EQ(session.take_answer()->presentation, (record::Presentation{"en", "dark", false, true}));
}

TEST(SessionAnswers, ResponseTimesRunFromTheFirstFrameOfTheQuestion) {
  Shopper shopper;
  shopper.taps(TapFace{1});
  shopper.now += 2'000;
  shopper.taps(ToggleReason{0});
  shopper.now += 1'500;
  shopper.taps(FinishReasons{});
  shopper.now += 700;
  shopper.taps(GoBack{});
  shopper.now += 900;
  shopper.taps(TapFace{4});
  ASSERT_THAT(shopper.answers, SizeIs(3));
  EXPECT_FALSE(shopper.answers[0].circumstances.response_ms) << "home waits for whoever comes";
  EXPECT_EQ(shopper.answers[1].circumstances.response_ms, 3'500U);
  EXPECT_EQ(shopper.answers[2].circumstances.response_ms, 900U);
  for (const auto& answer : shopper.answers) {
    EXPECT_EQ(answer.circumstances.input, record::Input::touch);
    EXPECT_THAT(answer.circumstances.flags, IsEmpty()) << "a correction is no visit of its own";
  }
}

TEST(SessionAnswers, MoreTimeIsStillTheSameQuestion) {
  Shopper shopper;
  shopper.taps(TapFace{1});
  shopper.waits(13'000);
  shopper.taps(MoreTime{});
  shopper.taps(ToggleReason{0});
  shopper.now += 1'000;
  shopper.taps(FinishReasons{});
  EXPECT_EQ(shopper.answers[1].circumstances.response_ms, 14'000U);
}

TEST(SessionAnswers, WhatATimeOutRecordsHasNoResponseTime) {
  Shopper shopper;
  shopper.taps(TapFace{1});
  shopper.session.take(ToggleReason{0}, shopper.now, {.several_contacts = true});
  shopper.waits(60'000);
  ASSERT_THAT(shopper.answers, SizeIs(2));
  EXPECT_FALSE(shopper.answers[1].circumstances.response_ms);
  EXPECT_THAT(shopper.answers[1].circumstances.flags, IsEmpty());
}

TEST(SessionAnswers, AVisitThatComesTooSoonIsFlaggedAndKept) {
  Shopper shopper;
  shopper.taps(TapFace{4});
  shopper.now += 1'000;
  shopper.taps(NewVisitor{});
  shopper.now += 1'000;
  shopper.taps(TapFace{4});
  ASSERT_THAT(shopper.answers, SizeIs(2));
  EXPECT_THAT(shopper.answers[1].circumstances.flags, ElementsAre(record::Flag::quick));
}

TEST(SessionAnswers, TheNextShopperDoesNotAnswerForTheOneBefore) {
  Shopper shopper;
  shopper.taps(TapFace{1});
  shopper.now += 6'000;
  shopper.taps(ToggleReason{0});
  shopper.session.take(NewVisitor{}, shopper.now, {.several_contacts = true});
  const auto reasons = shopper.disk_keeps();
  EXPECT_FALSE(reasons.circumstances.response_ms);
  EXPECT_THAT(reasons.circumstances.flags, IsEmpty());
  shopper.now += 2'000;
  shopper.taps(TapFace{4});
  EXPECT_THAT(shopper.answers.back().circumstances.flags, IsEmpty());
}

TEST(SessionAnswers, WhatTheDiskRefusedMakesNobodyDoubtful) {
  Shopper shopper;
  shopper.does(TapFace{4});
  ASSERT_TRUE(shopper.session.take_answer());
  shopper.session.not_kept(shopper.now);
  shopper.session.storage_ready(shopper.now);
  shopper.now += 1'000;
  shopper.taps(TapFace{4});
  ASSERT_THAT(shopper.answers, SizeIs(1));
  EXPECT_THAT(shopper.answers[0].circumstances.flags, IsEmpty());
}

TEST(SessionAnswers, WhatLayOnTheGlassIsToldWithTheAnswer) {
  using record::Flag;
  Session session(offer_of("checkout"));
  session.take(TapFace{4}, 0, {.several_contacts = true, .resting_contact = true});
  EXPECT_THAT(session.take_answer()->circumstances.flags,
              ElementsAre(Flag::several_contacts, Flag::resting_contact));
}

TEST(SessionAnswers, ReasonsContinueTheVisitSorted) {
  Shopper shopper;
  shopper.taps(TapFace{1});
  shopper.taps(ToggleReason{3});
  shopper.taps(ToggleReason{0});
  shopper.taps(FinishReasons{});
  ASSERT_THAT(shopper.answers, SizeIs(2));
  const auto& reasons = shopper.answers[1];
  EXPECT_EQ(reasons.question, "checkout-reasons");
  EXPECT_THAT(reasons_of(reasons), ElementsAre("long-wait", "wrong-price"));
  EXPECT_EQ(reasons.visit, 42u);
  EXPECT_FALSE(reasons.amends);
  EXPECT_FALSE(reasons.leads_to);
}

TEST(SessionAnswers, ACorrectionAmendsTheVoteInForce) {
  Shopper shopper;
  shopper.taps(TapFace{3});
  shopper.taps(GoBack{});
  shopper.taps(TapFace{1});
  shopper.taps(GoBack{});
  shopper.taps(TapFace{4});
  ASSERT_THAT(shopper.answers, SizeIs(3));
  EXPECT_EQ(shopper.answers[1].amends, 42u);
  EXPECT_EQ(shopper.answers[1].visit, 42u);
  EXPECT_EQ(shopper.answers[1].leads_to, "checkout-reasons");
  EXPECT_EQ(shopper.answers[2].amends, 43u);
  EXPECT_EQ(shopper.answers[2].visit, 42u);
  EXPECT_FALSE(shopper.answers[2].leads_to);
}

TEST(SessionAnswers, ReasonsStayChosenThroughACorrection) {
  Shopper shopper;
  shopper.taps(TapFace{1});
  shopper.taps(ToggleReason{1});
  shopper.taps(GoBack{});
  shopper.taps(TapFace{2});
  EXPECT_TRUE(shopper.sees().reasons[1].chosen);
  shopper.taps(FinishReasons{});
  EXPECT_THAT(shopper.answers, SizeIs(3)) << "unchanged reasons were recorded twice";
}

TEST(SessionAnswers, ChangedReasonsAmendTheRecordedOnes) {
  Shopper shopper;
  shopper.taps(TapFace{1});
  shopper.taps(ToggleReason{0});
  shopper.taps(GoBack{});
  shopper.taps(GoBack{});
  shopper.taps(ToggleReason{5});
  shopper.taps(FinishReasons{});
  ASSERT_THAT(shopper.answers, SizeIs(3));
  EXPECT_THAT(reasons_of(shopper.answers[2]), ElementsAre("long-wait", "something-else"));
  EXPECT_EQ(shopper.answers[2].amends, 43u);
  EXPECT_EQ(shopper.answers[2].visit, 42u);
}

TEST(SessionAnswers, ReasonsTakenBackAmendToNone) {
  Shopper shopper;
  shopper.taps(TapFace{1});
  shopper.taps(ToggleReason{0});
  shopper.taps(GoBack{});
  shopper.taps(GoBack{});
  shopper.taps(ToggleReason{0});
  shopper.taps(FinishReasons{});
  ASSERT_THAT(shopper.answers, SizeIs(3));
  EXPECT_THAT(reasons_of(shopper.answers[2]), SizeIs(0));
  EXPECT_EQ(shopper.answers[2].amends, 43u);
}

TEST(SessionAnswers, TheNextShopperKnowsNothingOfTheLast) {
  Shopper shopper;
  shopper.taps(ChooseLanguage{"de"});
  shopper.taps(TapFace{1});
  shopper.taps(ToggleReason{0});
  shopper.taps(NewVisitor{});
  EXPECT_EQ(shopper.sees().language, "en");
  EXPECT_FALSE(shopper.sees().vote);
  EXPECT_FALSE(shopper.sees().counted);
  shopper.taps(TapFace{1});
  EXPECT_FALSE(shopper.answers.back().visit);
  EXPECT_FALSE(shopper.answers.back().amends);
  EXPECT_FALSE(shopper.sees().reasons[0].chosen);
}

TEST(SessionAnswers, AVoteThatWasNotKeptLeavesNothingBehind) {
  Shopper shopper;
  shopper.does(TapFace{1});
  shopper.session.take_answer();
  shopper.session.not_kept(shopper.now);
  shopper.session.storage_ready(shopper.now);
  shopper.taps(TapFace{1});
  EXPECT_FALSE(shopper.answers.back().visit);
}

TEST(SessionAnswers, AnAnswerIsHandedOutOnce) {
  Shopper shopper;
  shopper.does(TapFace{1});
  EXPECT_TRUE(shopper.session.take_answer());
  EXPECT_FALSE(shopper.session.take_answer());
}

// ui.md, children: then nothing moves and nothing sounds.
TEST(Calm, ABurstOfVisitsCalmsTheScreenForAMinute) {
  Shopper shopper;
  for (int visit = 0; visit < 4; ++visit) {
    EXPECT_FALSE(shopper.sees().calm) << visit;
    shopper.taps(TapFace{4});
    shopper.taps(NewVisitor{});
    shopper.waits(2'000);
  }
  EXPECT_TRUE(shopper.sees().calm);
  shopper.waits(57'999);
  EXPECT_TRUE(shopper.sees().calm);
  shopper.waits(1);
  EXPECT_FALSE(shopper.sees().calm);
}

TEST(Calm, ASetThatBreathesIsWokenWhenItIsOver) {
  for (const bool breathes : {false, true}) {
    auto offer = offer_of("checkout");
    auto set = *offer.set;
    set.look.breathes = breathes;
    offer.set = std::make_shared<const SurveySet>(std::move(set));
    Shopper shopper(std::move(offer));
    for (int visit = 0; visit < 4; ++visit) {
      shopper.taps(TapFace{4});
      shopper.taps(NewVisitor{});
    }
    ASSERT_TRUE(shopper.sees().calm);
    EXPECT_EQ(shopper.session.next_deadline().has_value(), breathes);
    shopper.waits(60'000);
    EXPECT_FALSE(shopper.session.next_deadline());
  }
}

TEST(Calm, ShoppersWhoComeOneAfterTheOtherAreNoBurst) {
  Shopper shopper;
  for (int visit = 0; visit < 10; ++visit) {
    shopper.taps(TapFace{4});
    shopper.taps(NewVisitor{});
    shopper.waits(8'000);
    EXPECT_FALSE(shopper.sees().calm);
  }
}

TEST(Scrutinised, TheIntervalIsASetting) {
  SessionTimes times;
  times.scrutiny.interval = 20'000;
  Session session(offer_of("checkout"), {}, times);
  session.take(TapFace{4}, 1'000);
  ASSERT_TRUE(session.take_answer());
  session.kept(1, 1'000);
  session.take(NewVisitor{}, 10'000);
  session.take(TapFace{4}, 19'000);
  EXPECT_THAT(session.take_answer()->circumstances.flags, ElementsAre(record::Flag::quick));
}

}  // namespace
}  // namespace smilepost::kiosk
