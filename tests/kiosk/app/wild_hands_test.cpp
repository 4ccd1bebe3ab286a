// The short form; in full, a million steps, it is `tests/long hands`.
#include "tests/driver/wild_hands.h"

#include <gtest/gtest.h>

namespace smilepost::tests {
namespace {

class WildHandsTest : public testing::TestWithParam<std::uint64_t> {};

TEST_P(WildHandsTest, leave_a_screen_that_works_and_a_journal_that_verifies) {
  const WildDay day = wild_day(GetParam(), 1'000);
  EXPECT_EQ(day.fault, "");
  EXPECT_GT(day.answers, 3U);
}

INSTANTIATE_TEST_SUITE_P(Seed, WildHandsTest, testing::Range<std::uint64_t>(0, 4));

}  // namespace
}  // namespace smilepost::tests
