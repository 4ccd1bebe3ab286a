#include "backend/scales.h"

#include <gtest/gtest.h>

#include <cmath>

namespace smilepost::backend {
namespace {

Estimate estimate(std::vector<std::uint64_t> votes) {
  const auto steps = static_cast<std::uint8_t>(votes.size());
  return estimate_of({steps, std::move(votes)}).value_or(Estimate{-1'000, 0, {}});
}

TEST(ScalesTest, AreKnownByTheNumberOfTheirSteps) {
  EXPECT_EQ(scale_of(2), Scale::yes_no);
  for (const auto steps : {3U, 4U, 5U}) EXPECT_EQ(scale_of(steps), Scale::faces);
  EXPECT_EQ(scale_of(7), Scale::effort);
  EXPECT_EQ(scale_of(11), Scale::recommendation);
  for (const auto steps : {0U, 1U, 6U, 8U, 10U, 12U, 255U}) {
    EXPECT_EQ(scale_of(steps), Scale::other) << steps;
  }
}

TEST(ScalesTest, SayWhichAnswersArePraise) {
  EXPECT_TRUE(is_bad(11, 7)) << "a 6";
  EXPECT_FALSE(is_bad(11, 8) || is_good(11, 8)) << "a 7 is neither";
  EXPECT_FALSE(is_bad(11, 9) || is_good(11, 9)) << "an 8 is neither";
  EXPECT_TRUE(is_good(11, 10)) << "a 9";
  EXPECT_TRUE(is_bad(5, 2));
  EXPECT_FALSE(is_bad(5, 3) || is_good(5, 3));
  EXPECT_TRUE(is_good(5, 4));
  EXPECT_TRUE(is_bad(4, 2));
  EXPECT_TRUE(is_good(4, 3));
  EXPECT_TRUE(is_bad(2, 1));
  EXPECT_TRUE(is_good(2, 2));
}

// 16 of 40 are 9 or 10, 12 are 6 or less: 40 - 30 per cent. Each counts 100, 0 or -100: their
// variance is (16 * 90² + 12 * 10² + 12 * 110²) / 39 = 7077, and 1.96 * sqrt(7077 / 40) = 26.07.
TEST(ScalesTest, RecommendationIsPromotersMinusDetractors) {
  const Estimate score = estimate({1, 0, 0, 2, 0, 4, 5, 6, 6, 10, 6});
  EXPECT_EQ(score.sample, 40U);
  EXPECT_DOUBLE_EQ(score.mean, 10);
  ASSERT_TRUE(score.range);
  EXPECT_NEAR(score.range->first, 10 - 26.07, 0.01);
  EXPECT_NEAR(score.range->second, 10 + 26.07, 0.01);
}

TEST(ScalesTest, RecommendationStaysWithinItsEnds) {
  EXPECT_DOUBLE_EQ(estimate({3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}).mean, -100);
  const Estimate best = estimate({0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 39});
  EXPECT_DOUBLE_EQ(best.range->second, 100);
  EXPECT_LT(best.range->first, 97.5);
}

// 10 * 2 + 10 * 5 + 20 * 7 over 40 is 5.25; the squares of the distances are 10 * 10.5625 +
// 10 * 0.0625 + 20 * 3.0625 = 167.5, and 1.96 * sqrt(167.5 / 39 / 40) = 0.642.
TEST(ScalesTest, EffortIsAMeanOfItsFigures) {
  const Estimate effort = estimate({0, 10, 0, 0, 10, 0, 20});
  EXPECT_DOUBLE_EQ(effort.mean, 5.25);
  ASSERT_TRUE(effort.range);
  EXPECT_NEAR(effort.range->first, 5.25 - 0.642, 0.001);
  EXPECT_NEAR(effort.range->second, 5.25 + 0.642, 0.001);
}

// Wilson's interval of 30 of 40: (0.75 + 1.9208 / 40 ∓ 1.96 * sqrt(0.1875 / 40 + 3.8416 / 6400)) /
// 1.09604 = 59.81 and 85.81 per cent.
TEST(ScalesTest, YesAndNoIsAShareOfTheBetterAnswer) {
  const Estimate better = estimate({10, 30});
  EXPECT_DOUBLE_EQ(better.mean, 75);
  ASSERT_TRUE(better.range);
  EXPECT_NEAR(better.range->first, 59.81, 0.01);
  EXPECT_NEAR(better.range->second, 85.81, 0.01);
}

// Where all of 40 agree, up to one in eleven of all may still differ: 40 / 43.84.
TEST(ScalesTest, AShareIsNoPointWhereAllAgree) {
  const Estimate better = estimate({0, 40});
  EXPECT_NEAR(better.range->first, 91.24, 0.01);
  EXPECT_NEAR(better.range->second, 100, 1e-9);
}

TEST(ScalesTest, FacesAreTheirHappyIndex) {
  EXPECT_DOUBLE_EQ(estimate({1, 0, 0, 2}).mean, 200.0 / 3);
  EXPECT_DOUBLE_EQ(estimate({0, 1, 0}).mean, 50);
}

TEST(ScalesTest, HaveNoRangeBelowThirtyAnswers) {
  EXPECT_FALSE(estimate({0, 29}).range);
  EXPECT_TRUE(estimate({0, 30}).range);
  EXPECT_FALSE(estimate({0, 0, 0, 0, 0, 0, 29}).range);
  EXPECT_FALSE(estimate({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 29}).range);
}

TEST(ScalesTest, OneStepIsNoScaleAndNoVoteNoFigure) {
  EXPECT_FALSE(estimate_of({1, {5}}));
  EXPECT_FALSE(estimate_of({2, {0, 0}}));
  EXPECT_FALSE(estimate_of({11, std::vector<std::uint64_t>(11)}));
}

TEST(ScalesTest, TheHappyIndexIsOfFacesAlone) {
  const auto index = happy_index_of(
      {{2, {9, 0}}, {4, {0, 0, 0, 1}}, {5, {0, 0, 1, 0, 0}}, {7, {5, 0, 0, 0, 0, 0, 0}}});
  EXPECT_DOUBLE_EQ(index->mean, 75);
  EXPECT_EQ(index->sample, 2U);
  EXPECT_FALSE(happy_index_of({{2, {9, 0}}}));
}

}  // namespace
}  // namespace smilepost::backend
