// "11 others said this today": what the session says of others, and when.
#include <gtest/gtest.h>

#include "tests/kiosk/survey/shopper.h"

namespace smilepost::kiosk {
namespace {

constexpr Date monday{2027, 3, 1}, tuesday{2027, 3, 2};

class SessionEcho : public testing::Test {
 protected:
  explicit SessionEcho(const SurveyOffer& offer = offer_of("checkout"))
      : shopper_(offer, [this] { return today_; }) {}

  void choose(const std::vector<std::size_t>& reasons) {
    for (const auto reason : reasons) shopper_.taps(ToggleReason{reason});
    shopper_.taps(FinishReasons{});
  }
  void leave() {
    shopper_.taps(NewVisitor{});
    shopper_.waits(20'000);  // none comes so soon that it is flagged
  }
  void visitors(int count, const std::vector<std::size_t>& reasons) {
    for (int i = 0; i < count; ++i) {
      shopper_.taps(TapFace{1});
      choose(reasons);
      leave();
    }
  }
  std::optional<EchoView> echo() const { return shopper_.sees().echo; }
  std::uint64_t others() const { return echo() ? echo()->others : 0; }

  std::optional<Date> today_ = monday;
  Shopper shopper_;
};

TEST_F(SessionEcho, TheSixthHearsOfFiveOthersAfterTheAnswerNeverBefore) {
  visitors(4, {0});
  shopper_.taps(TapFace{1});
  choose({0});
  EXPECT_FALSE(echo());
  leave();
  EXPECT_FALSE(echo());
  shopper_.taps(TapFace{1});
  EXPECT_FALSE(echo());
  shopper_.taps(ToggleReason{0});
  EXPECT_FALSE(echo());
  shopper_.does(FinishReasons{});
  EXPECT_FALSE(echo()) << "not durable yet";
  shopper_.disk_keeps();
  EXPECT_EQ(shopper_.stage(), Stage::thank_you);
  EXPECT_EQ(others(), 5U);
  EXPECT_EQ(echo()->reason, "") << "it gave one reason alone";
  shopper_.taps(GoBack{});
  EXPECT_FALSE(echo()) << "the question again";
  shopper_.taps(GoBack{});
  EXPECT_EQ(others(), 5U);
  leave();
  EXPECT_FALSE(echo());
}

TEST_F(SessionEcho, OfSeveralReasonsTheOneThatMostOthersGaveStandsAboveInTheShoppersLanguage) {
  visitors(5, {0});
  visitors(6, {3});
  shopper_.taps(TapFace{1});
  choose({0, 1, 3});
  EXPECT_EQ(others(), 6U);
  EXPECT_EQ(echo()->reason, "Wrong price");
  shopper_.taps(ChooseLanguage{"de"});
  EXPECT_EQ(echo()->reason, "Preis falsch");
}

TEST_F(SessionEcho, WhoTakesTheReasonBackHearsNothing) {
  visitors(5, {0});
  shopper_.taps(TapFace{1});
  choose({0});
  ASSERT_TRUE(echo());
  shopper_.taps(GoBack{});
  shopper_.taps(TapFace{1});
  choose({0});  // unticked
  EXPECT_EQ(shopper_.stage(), Stage::thank_you);
  EXPECT_FALSE(echo());
}

TEST_F(SessionEcho, NorWhoHadAGoodTimeAfterAll) {
  visitors(5, {0});
  shopper_.taps(TapFace{1});
  choose({0});
  shopper_.taps(GoBack{});
  shopper_.taps(TapFace{4});
  EXPECT_EQ(shopper_.stage(), Stage::thank_you);
  EXPECT_FALSE(echo());
}

TEST_F(SessionEcho, AtMidnightNobodyHasSaidSoYet) {
  visitors(9, {0});
  today_ = tuesday;
  visitors(5, {0});
  shopper_.taps(TapFace{1});
  choose({0});
  EXPECT_EQ(others(), 5U);
}

TEST_F(SessionEcho, WhereTheClockIsNotTrustedNothingIsSaid) {
  visitors(9, {0});
  today_.reset();
  shopper_.taps(TapFace{1});
  choose({0});
  EXPECT_FALSE(echo());
}

TEST_F(SessionEcho, VisitsThatFollowTooSoonAreNoOthers) {
  visitors(4, {0});
  for (int i = 0; i < 9; ++i) {
    shopper_.taps(TapFace{1});
    choose({0});
    shopper_.taps(NewVisitor{});
  }
  shopper_.waits(60'000);
  shopper_.taps(TapFace{1});
  choose({0});
  EXPECT_EQ(others(), 5U) << "the first of these alone did not";
}

TEST_F(SessionEcho, WhatWasSaidBeforeTheStartCountsToo) {
  TodaysReasons earlier;
  Shopper before(offer_of("checkout"), [] { return monday; });
  for (int i = 0; i < 5; ++i) {
    before.taps(TapFace{1});
    before.taps(ToggleReason{0});
    before.taps(FinishReasons{});
    before.taps(NewVisitor{});
    before.waits(20'000);
  }
  auto sequence = before.sequence - before.answers.size();
  for (const auto& answer : before.answers) earlier.kept(answer, ++sequence, monday);
  shopper_.session.add_earlier(std::move(earlier));
  shopper_.taps(TapFace{1});
  choose({0});
  EXPECT_EQ(others(), 5U);
}

TEST_F(SessionEcho, TheThankYouIsGivenTimeForIt) {
  visitors(6, {0, 1});
  Shopper alone(offer_of("checkout"), [] { return monday; });
  shopper_.taps(TapFace{1});
  choose({0, 1});
  ASSERT_EQ(others(), 6U);
  alone.now = shopper_.now;
  alone.taps(TapFace{1});
  alone.taps(ToggleReason{0});
  alone.taps(FinishReasons{});
  // The thanks are the same: their turns begin anew for each session.
  EXPECT_GT(*shopper_.session.next_deadline() - shopper_.now,
            *alone.session.next_deadline() - alone.now);
}

TEST(SessionEchoes, AStaffSetNeverShowsOne) {
  Shopper staff(offer_of("staff-room"), [] { return monday; });
  for (int i = 0; i < 9; ++i) {
    staff.taps(TapFace{1});
    while (staff.stage() == Stage::follow_up) {
      staff.taps(ToggleReason{0});
      staff.taps(FinishReasons{});
    }
    EXPECT_EQ(staff.stage(), Stage::thank_you);
    EXPECT_FALSE(staff.sees().echo);
    staff.taps(NewVisitor{});
    staff.waits(20'000);
  }
}

}  // namespace
}  // namespace smilepost::kiosk
