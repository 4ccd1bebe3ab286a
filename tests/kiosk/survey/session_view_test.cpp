#include "kiosk/survey/session_view.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/kiosk/survey/shopper.h"

namespace smilepost::kiosk {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST(SessionView, HomeAsksTheRatingWorstFirst) {
  const auto view = Shopper().sees();
  EXPECT_EQ(view.stage, Stage::home);
  EXPECT_EQ(view.question, "How was your visit today?");
  EXPECT_EQ(view.brand, "hofmarkt");
  ASSERT_THAT(view.faces, SizeIs(4));
  EXPECT_EQ(view.faces[0].label, "Very bad");
  EXPECT_EQ(view.faces[2].vote, 3);
  EXPECT_EQ(view.faces[2].smiley, 4);
  EXPECT_THAT(view.languages, SizeIs(3));
  EXPECT_EQ(view.languages[2].autonym, "العربية");
  EXPECT_FALSE(view.vote);
}

TEST(SessionView, TheFollowUpShowsTheRegretAndTheFaceBeforeTheQuestion) {
  Shopper shopper;
  shopper.taps(TapFace{1});
  const auto view = shopper.sees();
  EXPECT_EQ(view.response, "We’re sorry. You deserved better.");
  EXPECT_EQ(view.question, "What went wrong?");
  EXPECT_EQ(view.vote, 1);
  EXPECT_TRUE(view.counted);
  ASSERT_THAT(view.reasons, SizeIs(6));
  EXPECT_EQ(view.reasons[0].label, "Long wait");
}

TEST(SessionView, TheRegretStandsOnceOnly) {
  Shopper shopper;
  shopper.taps(TapFace{1});
  shopper.taps(FinishReasons{});
  EXPECT_EQ(shopper.sees().question, "Thank you for being so honest with us.");
  EXPECT_THAT(shopper.sees().response, IsEmpty());
}

TEST(SessionView, ThePublicLineStandsOnTheThankYouAfterAGoodVoteAndIsGivenTime) {
  auto offer = offer_of("checkout");
  offer.public_line["en"] =
      "You said it was cold here; since May there is a new door to the street.";
  Shopper with(offer), without;
  EXPECT_THAT(with.sees().public_line, IsEmpty());
  for (auto* shopper : {&with, &without}) {
    shopper->taps(TapFace{3});
    if (shopper->stage() == Stage::follow_up) shopper->taps(FinishReasons{});
    ASSERT_EQ(shopper->stage(), Stage::thank_you);
  }
  EXPECT_EQ(with.sees().public_line, offer.public_line["en"]);
  EXPECT_THAT(without.sees().public_line, IsEmpty());
  EXPECT_GT(*with.session.next_deadline(), *without.session.next_deadline());
}

TEST(SessionView, AfterABadVoteOrUntranslatedThereIsNoPublicLine) {
  auto offer = offer_of("checkout");
  offer.public_line["de"] = "Wir haben die Tür repariert.";
  Shopper shopper(offer);
  shopper.taps(TapFace{4});
  if (shopper.stage() == Stage::follow_up) shopper.taps(FinishReasons{});
  EXPECT_THAT(shopper.sees().public_line, IsEmpty());
  Shopper sad(offer);
  for (const std::uint8_t vote : {1, 2}) {
    sad.taps(ChooseLanguage{"de"});
    sad.taps(TapFace{vote});
    EXPECT_THAT(sad.sees().public_line, IsEmpty());
    sad.taps(FinishReasons{});
    EXPECT_THAT(sad.sees().public_line, IsEmpty());
    sad.taps(NewVisitor{});
  }
}

TEST(SessionView, WithoutAFollowUpTheRegretStandsOnTheThankYou) {
  auto offer = offer_of("checkout");
  auto set = *offer.set;
  set.questions.resize(1);
  set.questions[0].next.clear();
  offer.set = std::make_shared<const SurveySet>(set);
  Shopper shopper(offer);
  shopper.taps(TapFace{1});
  EXPECT_EQ(shopper.stage(), Stage::thank_you);
  EXPECT_EQ(shopper.sees().response, "We’re sorry. You deserved better.");
}

TEST(SessionView, FourEndingsTakeTurnsAfterTheBestVote) {
  Shopper shopper;
  std::vector<std::string> endings;
  for (int i = 0; i < 5; ++i) {
    shopper.taps(TapFace{4});
    endings.push_back(shopper.sees().question);
    shopper.taps(DismissThanks{});
  }
  EXPECT_THAT(std::set<std::string>(endings.begin(), endings.end()), SizeIs(4));
  EXPECT_EQ(endings[4], endings[0]);
}

TEST(SessionView, TheEndingStaysWhenTheAnswerIsKept) {
  Shopper shopper;
  shopper.taps(TapFace{4});
  const auto ending = shopper.sees().question;
  shopper.taps(GoBack{});
  shopper.taps(GoBack{});
  EXPECT_EQ(shopper.sees().question, ending);
}

TEST(SessionView, ALongThankYouStaysLonger) {
  auto offer = offer_of("checkout");
  auto set = *offer.set;
  set.replies[2].thanks[0]["en"] = "one two three four five six seven eight nine ten";
  offer.set = std::make_shared<const SurveySet>(set);
  Shopper shopper(offer);
  shopper.taps(TapFace{3});
  shopper.waits(4'999);
  EXPECT_EQ(shopper.stage(), Stage::thank_you);
  shopper.waits(1);  // 1.5 s + 10 × 0.35 s
  EXPECT_EQ(shopper.stage(), Stage::home);
}

TEST(SessionView, TimeLeftRunsFromOneToZero) {
  Shopper shopper;
  EXPECT_EQ(shopper.sees().time_left, 1);
  shopper.taps(TapFace{3});
  EXPECT_EQ(shopper.sees().time_left, 1);
  EXPECT_FLOAT_EQ(shopper.session.view(shopper.now + 1'000).time_left, 0.75f);
  EXPECT_EQ(shopper.session.view(shopper.now + 4'000).time_left, 0);
  shopper.taps(DismissThanks{});
  shopper.taps(TapFace{1});
  EXPECT_EQ(shopper.session.view(shopper.now + 6'000).time_left, 1);
  shopper.waits(12'000);
  EXPECT_FLOAT_EQ(shopper.session.view(shopper.now + 10'000).time_left, 0.5f);
}

TEST(SessionView, TheBreakShowsNoFaces) {
  Shopper shopper;
  shopper.does(TapFace{1});
  shopper.session.take_answer();
  shopper.session.not_kept(shopper.now);
  const auto view = shopper.sees();
  EXPECT_EQ(view.stage, Stage::on_break);
  EXPECT_THAT(view.faces, IsEmpty());
  EXPECT_THAT(view.question, IsEmpty());
  EXPECT_FALSE(view.vote);
  EXPECT_FALSE(view.counted);
  EXPECT_FALSE(view.keeping);
}

}  // namespace
}  // namespace smilepost::kiosk
