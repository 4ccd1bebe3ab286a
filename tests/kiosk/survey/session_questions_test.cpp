// Several questions: which one comes, the way back, what is recorded where one is passed over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/kiosk/survey/shopper.h"

namespace smilepost::kiosk {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// 0 to 10, then: why (wait, price, else) → where (till, desk) → again (yes/no).
struct SessionQuestions : testing::Test {
  Shopper shopper{offer_of_every_kind()};

  void scores(int score) { shopper.taps(TapFace{static_cast<std::uint8_t>(score + 1)}); }
  std::string asked() const {
    return shopper.stage() == Stage::follow_up ? shopper.sees().question_id : "";
  }
  const record::Answer& last() const { return shopper.answers.back(); }
};

std::vector<std::string> chosen(const record::Answer& answer) {
  return std::get<record::Reasons>(answer.value).chosen;
}

TEST_F(SessionQuestions, OneLeadsToTheOther) {
  scores(2);
  EXPECT_EQ(asked(), "why");
  shopper.taps(ToggleReason{0});
  shopper.taps(FinishReasons{});
  EXPECT_EQ(asked(), "where");
  shopper.taps(ChooseReason{1});
  EXPECT_EQ(asked(), "again");
  shopper.taps(TapFace{2});
  EXPECT_EQ(shopper.stage(), Stage::thank_you);
  ASSERT_THAT(shopper.answers, SizeIs(4));
  EXPECT_EQ(std::get<record::Vote>(shopper.answers[0].value), (record::Vote{3, 11}));
  EXPECT_EQ(shopper.answers[0].leads_to, "why");
  EXPECT_EQ(shopper.answers[1].leads_to, "where");
  EXPECT_THAT(chosen(shopper.answers[2]), ElementsAre("desk"));
  EXPECT_EQ(shopper.answers[2].leads_to, "again");
  EXPECT_EQ(std::get<record::Vote>(last().value), (record::Vote{2, 2}));
  EXPECT_FALSE(last().leads_to);
  for (std::size_t i = 1; i < 4; ++i) EXPECT_EQ(shopper.answers[i].visit, 42U);
}

TEST(SessionAudience, EachAnswerSaysWhoseItIs) {
  Shopper customer, colleague(offer_of("staff-room"));
  for (auto* shopper : {&customer, &colleague}) {
    shopper->taps(TapFace{1});
    shopper->taps(ToggleReason{0});
    shopper->taps(FinishReasons{});
    ASSERT_THAT(shopper->answers, SizeIs(2));
  }
  for (const auto& answer : customer.answers)
    EXPECT_EQ(answer.audience, record::Audience::shoppers);
  for (const auto& answer : colleague.answers) EXPECT_EQ(answer.audience, record::Audience::staff);
}

TEST_F(SessionQuestions, OnlyTheFirstFurtherOneBringsTheRegret) {
  scores(0);
  EXPECT_EQ(shopper.sees().response, "Sorry.");
  shopper.taps(ToggleReason{0});
  shopper.taps(FinishReasons{});
  EXPECT_THAT(shopper.sees().response, IsEmpty());
  EXPECT_EQ(shopper.sees().first_answer->vote, 1) << "the number stays beside the shopper";
}

TEST_F(SessionQuestions, ASkippedQuestionThatLeadsOnIsRecordedAsSuch) {
  scores(0);
  shopper.taps(FinishReasons{});
  EXPECT_EQ(asked(), "again");
  EXPECT_THAT(chosen(last()), IsEmpty());
  EXPECT_EQ(last().question, "why");
  EXPECT_EQ(last().leads_to, "again");
}

TEST_F(SessionQuestions, ASkippedQuestionThatEndsTheVisitIsNotRecorded) {
  scores(5);
  shopper.taps(FinishReasons{});
  EXPECT_EQ(shopper.stage(), Stage::thank_you);
  EXPECT_THAT(shopper.answers, SizeIs(1));
}

TEST_F(SessionQuestions, ASkippedScaleLeadsToTheThankYou) {
  scores(10);
  EXPECT_EQ(asked(), "effort");
  EXPECT_EQ(shopper.sees().faces.size(), 7U);
  shopper.taps(FinishReasons{});
  EXPECT_EQ(shopper.stage(), Stage::thank_you);
  EXPECT_THAT(shopper.answers, SizeIs(1));
}

TEST_F(SessionQuestions, BackLeadsToTheQuestionBefore) {
  scores(0);
  shopper.taps(ToggleReason{1});
  shopper.taps(FinishReasons{});
  shopper.taps(ChooseReason{0});
  shopper.taps(GoBack{});
  EXPECT_EQ(asked(), "where");
  EXPECT_TRUE(shopper.sees().reasons[0].chosen) << "what was chosen is to be seen";
  shopper.taps(GoBack{});
  EXPECT_EQ(asked(), "why");
  EXPECT_TRUE(shopper.sees().reasons[1].chosen);
  shopper.taps(GoBack{});
  EXPECT_EQ(shopper.stage(), Stage::change_answer);
  EXPECT_EQ(shopper.sees().given, 1);
  shopper.taps(GoBack{});
  EXPECT_EQ(asked(), "why") << "kept: it goes on where it was left";
  EXPECT_THAT(shopper.answers, SizeIs(3)) << "looking back records nothing";
}

TEST_F(SessionQuestions, AnotherChoiceAmendsAndMayLeadElsewhere) {
  scores(0);
  shopper.taps(ToggleReason{0});
  shopper.taps(FinishReasons{});
  const auto first = shopper.sequence;
  shopper.taps(GoBack{});
  shopper.taps(ToggleReason{0});
  shopper.taps(ToggleReason{2});
  shopper.taps(FinishReasons{});
  EXPECT_EQ(last().amends, first);
  EXPECT_THAT(chosen(last()), ElementsAre("else"));
  EXPECT_EQ(last().leads_to, "again");
  EXPECT_EQ(asked(), "again") << "no longer: where";
}

TEST_F(SessionQuestions, TheSameSingleChoiceAgainRecordsNothing) {
  scores(0);
  shopper.taps(ToggleReason{0});
  shopper.taps(FinishReasons{});
  shopper.taps(ChooseReason{0});
  shopper.taps(GoBack{});
  shopper.taps(ChooseReason{0});
  EXPECT_EQ(asked(), "again");
  EXPECT_THAT(shopper.answers, SizeIs(3));
}

TEST_F(SessionQuestions, AFurtherScaleIsAmendedLikeTheFirst) {
  scores(10);
  shopper.taps(TapFace{2});
  EXPECT_EQ(asked(), "faces");
  const auto first = shopper.sequence;
  shopper.taps(GoBack{});
  EXPECT_EQ(shopper.sees().given, 2);
  shopper.taps(TapFace{2});
  EXPECT_EQ(asked(), "faces") << "the one in force keeps the answer";
  EXPECT_THAT(shopper.answers, SizeIs(2));
  shopper.taps(GoBack{});
  shopper.taps(TapFace{7});
  EXPECT_EQ(shopper.stage(), Stage::thank_you);
  EXPECT_EQ(last().amends, first);
  EXPECT_FALSE(last().leads_to);
}

TEST_F(SessionQuestions, AnotherFirstAnswerLeavesTheOldBranch) {
  scores(0);
  shopper.taps(ToggleReason{0});
  shopper.taps(FinishReasons{});
  shopper.taps(GoBack{});
  shopper.taps(GoBack{});
  scores(10);
  EXPECT_EQ(asked(), "effort");
  EXPECT_EQ(last().amends, 42U);
  shopper.taps(TapFace{7});
  shopper.taps(GoBack{});
  EXPECT_EQ(shopper.stage(), Stage::change_answer);
}

TEST_F(SessionQuestions, ANumberThatIsNotOnTheScaleMeansNothing) {
  shopper.taps(TapFace{12});
  EXPECT_EQ(shopper.stage(), Stage::home);
  scores(10);
  shopper.taps(TapFace{8});
  EXPECT_EQ(asked(), "effort");
  shopper.taps(ToggleReason{0});
  shopper.taps(ChooseReason{0});
  EXPECT_EQ(asked(), "effort");
}

TEST_F(SessionQuestions, EachQuestionHasItsOwnResponseTime) {
  scores(0);
  shopper.now += 2'000;
  shopper.taps(ToggleReason{0});
  shopper.taps(FinishReasons{});
  shopper.now += 900;
  shopper.taps(ChooseReason{0});
  EXPECT_EQ(shopper.answers[1].circumstances.response_ms, 2'000U);
  EXPECT_EQ(shopper.answers[2].circumstances.response_ms, 900U);
}

TEST_F(SessionQuestions, LeftAloneItAsksForMoreTimeAndGoesHome) {
  scores(0);
  shopper.taps(ToggleReason{0});
  shopper.taps(FinishReasons{});
  shopper.waits(12'000);
  EXPECT_TRUE(shopper.sees().more_time);
  EXPECT_EQ(asked(), "where");
  shopper.waits(20'000);
  EXPECT_EQ(shopper.stage(), Stage::home);
  EXPECT_EQ(shopper.sees().question_id, "recommend");
  EXPECT_FALSE(shopper.sees().given);
}

}  // namespace
}  // namespace smilepost::kiosk
