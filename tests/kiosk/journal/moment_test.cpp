#include "kiosk/journal/moment.h"

#include <gtest/gtest.h>

#include "tests/kiosk/fakes/fake_clock.h"

namespace smilepost::kiosk {
namespace {

constexpr std::int64_t build_ms = std::int64_t{SMILEPOST_BUILD_EPOCH} * 1000;

TEST(moment, says_how_far_the_wall_clock_may_be_believed) {
  tests::FakeClock clock;
  EXPECT_EQ(moment_now(clock).clock, record::ClockState::synchronised);
  clock.set_synchronised(false);
  EXPECT_EQ(moment_now(clock).clock, record::ClockState::free_running);
  clock.set_wall(build_ms);
  EXPECT_EQ(moment_now(clock).clock, record::ClockState::free_running);
  clock.set_synchronised(true);
  clock.set_wall(build_ms - 1);
  EXPECT_EQ(moment_now(clock).clock, record::ClockState::unset);
}

TEST(moment, carries_boot_and_both_clocks) {
  tests::FakeClock clock;
  clock.advance(5);
  const record::Moment moment = moment_now(clock);
  EXPECT_EQ(moment.boot, clock.boot_id());
  EXPECT_EQ(moment.monotonic_ms, clock.monotonic_ms());
  EXPECT_EQ(moment.wall_ms, clock.wall_ms());
}

TEST(moment, a_step_is_over_two_seconds_either_way_within_a_boot) {
  tests::FakeClock clock;
  const record::Moment before = moment_now(clock);
  clock.advance(3'600'000);
  EXPECT_FALSE(step_between(before, moment_now(clock)));
  clock.step_wall(2'000);
  EXPECT_FALSE(step_between(before, moment_now(clock)));
  clock.step_wall(1);
  const auto step = step_between(before, moment_now(clock));
  ASSERT_TRUE(step);
  EXPECT_EQ(step->before_ms, before.wall_ms + 3'600'000);
  EXPECT_EQ(step->after_ms, step->before_ms + 2'001);
  clock.step_wall(-4'002);
  EXPECT_TRUE(step_between(before, moment_now(clock)));
  clock.reboot();
  EXPECT_FALSE(step_between(before, moment_now(clock)));
}

}  // namespace
}  // namespace smilepost::kiosk
