#include "kiosk/screen_rest.h"

#include <set>

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

constexpr std::uint64_t minute = 60'000, start = 1'000;

TEST(ScreenRest, DimsWhileItIsOpenAndNobodyTouches) {
  ScreenRest rest({}, start);
  EXPECT_FALSE(rest.rest(true, start + 4 * minute - 1));
  EXPECT_EQ(rest.light(), Light::full);
  EXPECT_TRUE(rest.rest(true, start + 5 * minute));
  EXPECT_EQ(rest.light(), Light::dimmed);
  rest.touched(start + 6 * minute);
  EXPECT_EQ(rest.light(), Light::full);
}

TEST(ScreenRest, IsNeverDarkWhileItIsOpen) {
  ScreenRest rest({}, start);
  for (std::uint64_t now = start; now < start + 24 * 60 * minute; now += minute) {
    rest.rest(true, now);
    EXPECT_NE(rest.light(), Light::night);
  }
}

TEST(ScreenRest, IsDarkTwoMinutesAfterTheLastTouchOnceItIsClosed) {
  ScreenRest rest({}, start);
  rest.touched(start + 10 * minute);
  EXPECT_FALSE(rest.rest(false, start + 11 * minute) && rest.light() == Light::night);
  EXPECT_EQ(rest.next_deadline(), start + 12 * minute);
  EXPECT_TRUE(rest.rest(false, start + 12 * minute));
  EXPECT_EQ(rest.light(), Light::night);
  rest.touched(start + 20 * minute);
  EXPECT_EQ(rest.light(), Light::full);
  rest.rest(false, start + 21 * minute);
  EXPECT_EQ(rest.light(), Light::full);
  rest.rest(false, start + 22 * minute);
  EXPECT_EQ(rest.light(), Light::night);
}

TEST(ScreenRest, TheOpeningWakesIt) {
  ScreenRest rest({}, start);
  rest.rest(false, start + 60 * minute);
  ASSERT_EQ(rest.light(), Light::night);
  EXPECT_TRUE(rest.rest(true, start + 90 * minute));
  EXPECT_EQ(rest.light(), Light::full);
  rest.rest(true, start + 95 * minute);
  EXPECT_EQ(rest.light(), Light::dimmed);
}

TEST(ScreenRest, ThePictureIsEverywhereOnceBeforeItComesBackAndNeverJumps) {
  RestSettings settings;
  settings.shift_px = 3;
  ScreenRest rest(settings, start);
  EXPECT_EQ(rest.shift(), ScreenRest::Shift{});
  std::set<std::pair<int, int>> places;
  auto before = rest.shift();
  int jumps = 0;
  for (std::uint64_t i = 1; i <= 49; ++i) {
    EXPECT_TRUE(rest.rest(true, start + i * settings.shift_ms));
    const auto [x, y] = rest.shift();
    EXPECT_LE(std::abs(x), 3);
    EXPECT_LE(std::abs(y), 3);
    jumps += std::abs(x - before.x) + std::abs(y - before.y) > 1 ? 1 : 0;
    before = rest.shift();
    places.insert({x, y});
  }
  EXPECT_EQ(places.size(), 49U);
  EXPECT_LE(jumps, 1) << "from the last place to the first";
}

TEST(ScreenRest, WithoutRoomToMoveItDoesNot) {
  RestSettings settings;
  settings.shift_px = 0;
  ScreenRest rest(settings, start);
  EXPECT_FALSE(rest.rest(true, start + settings.shift_ms));
  EXPECT_EQ(rest.shift(), ScreenRest::Shift{});
}

TEST(ScreenRest, AtNightItsWordsMoveEachMinuteAndThePictureStands) {
  ScreenRest rest({}, start);
  rest.rest(false, start + 60 * minute);
  EXPECT_EQ(rest.shift(), ScreenRest::Shift{});
  const auto place = rest.night_place();
  EXPECT_FALSE(rest.rest(false, start + 61 * minute - 1));
  EXPECT_TRUE(rest.rest(false, start + 61 * minute));
  EXPECT_EQ(rest.night_place(), place + 1);
}

// Who sleeps until next_deadline() misses nothing, and is never woken for nothing.
TEST(ScreenRest, EveryDeadlineIsAChange) {
  ScreenRest rest({}, start);
  std::uint64_t now = start;
  for (int i = 0; i < 500; ++i) {
    const bool open = i / 100 % 2 == 0;
    rest.rest(open, now);
    const auto due = rest.next_deadline();
    ASSERT_GT(due, now);
    ASSERT_FALSE(rest.rest(open, due - 1));
    ASSERT_TRUE(rest.rest(open, due));
    now = due;
  }
}

}  // namespace
}  // namespace smilepost::kiosk
