#include "kiosk/screens/motion.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

constexpr auto rest_ms = Motion::breath_every_ms - Motion::breath_ms;

float breath_at(Motion& motion, std::uint64_t now_ms, bool still = false) {
  motion.begin_frame(now_ms, still);
  motion.on_screen("home");
  return motion.breath();
}

TEST(Breath, SwellsAndFallsAgainTwiceAMinute) {
  Motion motion;
  EXPECT_EQ(breath_at(motion, 0), 1);
  EXPECT_EQ(motion.next_frame_ms(), rest_ms) << "no frame until then";
  EXPECT_EQ(breath_at(motion, rest_ms), 1);
  EXPECT_EQ(motion.next_frame_ms(), rest_ms + Motion::fade_frame_ms);
  const float rising = breath_at(motion, rest_ms + 100);
  EXPECT_GT(rising, 1);
  const float highest = breath_at(motion, rest_ms + Motion::breath_ms / 2);
  EXPECT_FLOAT_EQ(highest, 1 + Motion::breath_swell);
  EXPECT_FLOAT_EQ(breath_at(motion, rest_ms + Motion::breath_ms - 100), rising);
  EXPECT_EQ(breath_at(motion, Motion::breath_every_ms), 1);
  EXPECT_EQ(motion.next_frame_ms(), Motion::breath_every_ms + rest_ms);
}

TEST(Breath, WaitsWhereSomebodyIs) {
  Motion motion;
  breath_at(motion, 0);
  motion.begin_frame(rest_ms - 1);
  motion.touched();
  EXPECT_EQ(breath_at(motion, rest_ms + 100), 1);
  motion.begin_frame(rest_ms + 200);
  motion.on_screen("thank-you");
  EXPECT_EQ(breath_at(motion, 2 * rest_ms), 1) << "a new screen has only just come";
}

TEST(Breath, IsHeldWhereNothingIsToMove) {
  Motion motion;
  breath_at(motion, 0);
  EXPECT_EQ(breath_at(motion, rest_ms + 100, true), 1);
  EXPECT_FALSE(motion.next_frame_ms());
  Motion reduced(true);
  breath_at(reduced, 0);
  EXPECT_EQ(breath_at(reduced, rest_ms + 100), 1);
  EXPECT_FALSE(reduced.next_frame_ms());
}

TEST(Fade, IsLeftOutWhereNothingIsToMove) {
  Motion motion;
  motion.begin_frame(0);
  motion.on_screen("home");
  motion.begin_frame(10, true);
  motion.on_screen("thank-you");
  EXPECT_EQ(motion.shown(), 1);
  EXPECT_FALSE(motion.next_frame_ms());
}

}  // namespace
}  // namespace smilepost::kiosk
