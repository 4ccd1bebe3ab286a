#include "kiosk/life_signs.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

constexpr std::uint64_t every_ms = 30'000;

class LifeSignsTest : public testing::Test {
 protected:
  LifeSigns signs_of(std::optional<std::uint64_t> every) {
    return {{[this] { ++ready_; }, [this] { ++alive_; }, every}, [this] { return write_; }};
  }
  // The loop comes round whenever something is due, until then.
  void live(LifeSigns& signs, std::uint64_t until_ms) {
    for (auto due = signs.next_ms(); due && *due <= until_ms; due = signs.next_ms())
      EXPECT_FALSE(signs.act({}, *due)) << "nothing to draw";
  }

  int ready_ = 0, alive_ = 0;
  std::optional<std::uint64_t> write_;
};

TEST_F(LifeSignsTest, ReadyIsTheFirstFrameThatIsSeen) {
  auto signs = signs_of(every_ms);
  EXPECT_FALSE(signs.next_ms()) << "nobody waits for a sign yet";
  EXPECT_EQ(ready_, 0);
  signs.frame_shown(1'000);
  signs.frame_shown(1'016);
  EXPECT_EQ(ready_, 1);
}

TEST_F(LifeSignsTest, ItLivesAsLongAsItComesRound) {
  auto signs = signs_of(every_ms);
  signs.frame_shown(1'000);
  live(signs, 1'000 + 10 * every_ms);
  EXPECT_EQ(alive_, 11);
}

TEST_F(LifeSignsTest, NobodyWhoDoesNotListenIsTold) {
  auto signs = signs_of({});
  signs.frame_shown(1'000);
  EXPECT_FALSE(signs.next_ms());
  EXPECT_EQ(ready_, 1);
}

TEST_F(LifeSignsTest, OneWriteThatNeverEndsIsAHang) {
  auto signs = signs_of(every_ms);
  signs.frame_shown(0);
  write_ = 7;
  live(signs, LifeSigns::longest_write_ms);
  const int patient = alive_;
  EXPECT_EQ(patient, 5) << "a slow card is none";
  live(signs, 10 * LifeSigns::longest_write_ms);
  EXPECT_EQ(alive_, patient);
  write_.reset();
  live(signs, 10 * LifeSigns::longest_write_ms + every_ms);
  EXPECT_GT(alive_, patient) << "it did end";
}

TEST_F(LifeSignsTest, ManyWritesAreNone) {
  auto signs = signs_of(every_ms);
  signs.frame_shown(0);
  for (std::uint64_t turn = 1; turn <= 100; ++turn) {
    write_ = turn;
    live(signs, turn * every_ms);
  }
  EXPECT_EQ(alive_, 101);
}

}  // namespace
}  // namespace smilepost::kiosk
