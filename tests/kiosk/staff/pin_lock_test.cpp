#include "kiosk/staff/pin_lock.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

TEST(PinLock, FiveWrongTriesLockForAMinute) {
  PinLock lock;
  for (int i = 0; i < 4; ++i) lock.wrong(1'000);
  EXPECT_FALSE(lock.locked(1'000));
  lock.wrong(1'000);
  EXPECT_TRUE(lock.locked(60'999));
  EXPECT_FALSE(lock.locked(61'000));
}

TEST(PinLock, EveryFurtherOneDoublesUpToFifteenMinutes) {
  PinLock lock;
  for (int i = 0; i < 5; ++i) lock.wrong(0);
  for (const std::uint64_t seconds : {120u, 240u, 480u, 900u, 900u, 900u}) {
    lock.wrong(0);
    EXPECT_EQ(lock.until(), seconds * 1'000);
  }
  for (int i = 0; i < 1'000; ++i) lock.wrong(0);
  EXPECT_EQ(lock.until(), 900'000u);
}

TEST(PinLock, TheRightOneStartsAfresh) {
  PinLock lock;
  for (int i = 0; i < 6; ++i) lock.wrong(0);
  lock.right();
  EXPECT_FALSE(lock.locked(0));
  for (int i = 0; i < 4; ++i) lock.wrong(0);
  EXPECT_FALSE(lock.locked(0));
}

TEST(PinLock, SecondsAreRoundedUp) {
  PinLock lock;
  EXPECT_EQ(lock.seconds_left(0), 0);
  for (int i = 0; i < 5; ++i) lock.wrong(0);
  EXPECT_EQ(lock.seconds_left(0), 60);
  EXPECT_EQ(lock.seconds_left(59'001), 1);
  EXPECT_EQ(lock.seconds_left(60'000), 0);
}

}  // namespace
}  // namespace smilepost::kiosk
