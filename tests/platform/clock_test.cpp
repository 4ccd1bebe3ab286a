#include "platform/clock.h"

#include <gtest/gtest.h>

#include <ctime>

#include "tests/kiosk/fakes/fake_clock.h"

namespace smilepost::platform {
namespace {

void expect_a_clock(const Clock& clock) {
  const std::uint64_t first = clock.monotonic_ms();
  EXPECT_GE(clock.monotonic_ms(), first);
  EXPECT_EQ(clock.boot_id(), clock.boot_id());
  const std::array<std::uint8_t, 16> zeros{};
  EXPECT_NE(clock.boot_id(), zeros);
}

TEST(clock, the_system_keeps_the_contract) {
  expect_a_clock(SystemClock{});
}
TEST(clock, the_fake_keeps_the_contract) {
  expect_a_clock(tests::FakeClock{});
}

TEST(clock, wall_is_unix_time_in_milliseconds) {
  const std::int64_t before = std::time(nullptr);
  const std::int64_t wall = SystemClock{}.wall_ms();
  EXPECT_GE(wall / 1000, before);
  EXPECT_LE(wall / 1000, std::time(nullptr) + 1);  // time(2) reads a coarser clock, which lags
}

}  // namespace
}  // namespace smilepost::platform
