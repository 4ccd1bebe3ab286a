#include "kiosk/pace.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

TEST(FastPace, JumpsToTheDeadline) {
  FastPace pace;
  EXPECT_EQ(pace.wait_ms(60'000, false), 0U);
  EXPECT_EQ(pace.now_ms(), 60'000U);
}

TEST(FastPace, StandsStillWhileSomethingIsUnderWay) {
  FastPace pace;
  const auto before = pace.now_ms();
  EXPECT_EQ(pace.wait_ms(60'000, true), std::nullopt);
  EXPECT_EQ(pace.now_ms(), before);
}

TEST(FastPace, NeverGoesBack) {
  FastPace pace;
  pace.wait_ms(60'000, false);
  pace.wait_ms(10, false);
  EXPECT_EQ(pace.now_ms(), 60'000U);
}

}  // namespace
}  // namespace smilepost::kiosk
