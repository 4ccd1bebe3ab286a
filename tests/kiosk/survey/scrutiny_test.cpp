#include "kiosk/survey/scrutiny.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

using record::Flag;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

class ScrutinyTest : public testing::Test {
 protected:
  // A visit that is this vote alone, so long after the one before.
  std::vector<Flag> visit(std::uint8_t vote, std::uint64_t after_ms) {
    now_ += after_ms;
    auto flags = scrutiny_.flags_of({vote, 4}, now_);
    scrutiny_.visit_began({vote, 4}, now_);
    scrutiny_.answered(now_);
    return flags;
  }

  Scrutiny scrutiny_;
  std::uint64_t now_ = 1'000'000;
};

TEST_F(ScrutinyTest, FindsNothingInAQuietShop) {
  for (const std::uint8_t vote : {4, 4, 4, 4, 4, 4, 1, 2, 3, 4}) {
    EXPECT_THAT(visit(vote, 10'001), IsEmpty());
  }
}

TEST_F(ScrutinyTest, AVisitWithinFiveSecondsIsQuick) {
  EXPECT_THAT(visit(4, 0), IsEmpty());
  EXPECT_THAT(visit(1, 4'999), ElementsAre(Flag::quick));
  EXPECT_THAT(visit(3, 5'000), IsEmpty());
}

TEST_F(ScrutinyTest, TheIntervalRunsFromTheLastAnswerOfTheVisitBefore) {
  visit(1, 0);
  scrutiny_.answered(now_ + 8'000);  // the reasons
  EXPECT_THAT(visit(4, 12'000), ElementsAre(Flag::quick));
}

TEST_F(ScrutinyTest, FourWithinTwentySecondsAreABurst) {
  visit(4, 0);
  visit(2, 7'000);
  visit(3, 7'000);
  EXPECT_THAT(visit(1, 6'000), ElementsAre(Flag::burst));
  EXPECT_THAT(visit(4, 6'000), ElementsAre(Flag::burst));
  EXPECT_THAT(visit(2, 9'000), IsEmpty());
}

TEST_F(ScrutinyTest, FiveAlikeInARowAreAPattern) {
  for (int i = 0; i < 4; ++i) EXPECT_THAT(visit(1, 8'000), Not(Contains(Flag::pattern)));
  EXPECT_THAT(visit(1, 8'000), ElementsAre(Flag::pattern));
  EXPECT_THAT(visit(2, 8'000), IsEmpty());
}

TEST_F(ScrutinyTest, SoAreFiveThatSweepOverTheFaces) {
  for (const std::uint8_t vote : {3, 4, 1, 2}) visit(vote, 8'000);
  EXPECT_THAT(visit(3, 8'000), ElementsAre(Flag::pattern));
  for (const std::uint8_t vote : {2, 1, 4}) visit(vote, 8'000);
  EXPECT_THAT(visit(3, 8'000), ElementsAre(Flag::pattern));
}

TEST_F(ScrutinyTest, APauseEndsAPattern) {
  for (int i = 0; i < 4; ++i) visit(1, 8'000);
  EXPECT_THAT(visit(1, 10'001), IsEmpty());
}

TEST_F(ScrutinyTest, AnotherNumberOfFacesEndsAPattern) {
  for (int i = 0; i < 4; ++i) visit(1, 8'000);
  now_ += 8'000;
  EXPECT_THAT(scrutiny_.flags_of({1, 5}, now_), IsEmpty());
}

}  // namespace
}  // namespace smilepost::kiosk
