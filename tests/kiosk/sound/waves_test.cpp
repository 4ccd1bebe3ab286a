#include "kiosk/sound/waves.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <utility>

namespace smilepost::kiosk {
namespace {

using Wave = std::vector<std::int16_t>;

int peak(const Wave& wave) {
  int highest = 0;
  for (const auto sample : wave) highest = std::max(highest, std::abs(int(sample)));
  return highest;
}

int largest_step(const Wave& wave) {
  int largest = 0;
  for (std::size_t i = 1; i < wave.size(); ++i)
    largest = std::max(largest, std::abs(wave[i] - wave[i - 1]));
  return largest;
}

// How much of this frequency is in it: Goertzel's filter, as an amplitude.
double strength(const Wave& wave, std::size_t from, std::size_t to, double hertz) {
  const double coefficient = 2 * std::cos(2 * std::numbers::pi * hertz / wave_rate);
  double before = 0, last = 0;
  for (std::size_t i = from; i < to; ++i)
    before = std::exchange(last, wave[i] + coefficient * last - before);
  const double power = last * last + before * before - coefficient * last * before;
  return std::sqrt(power) * 2 / double(to - from);
}

std::size_t at_s(double seconds) {
  return std::size_t(seconds * wave_rate);
}

class Waves : public testing::TestWithParam<int> {
 protected:
  std::vector<Wave> all() const {
    return {tap_wave(GetParam()), thanks_wave(GetParam()), more_time_wave(GetParam())};
  }
};

TEST_P(Waves, BeginAndEndInSilence) {
  for (const auto& wave : all()) {
    ASSERT_FALSE(wave.empty());
    EXPECT_EQ(wave.front(), 0);
    EXPECT_EQ(wave.back(), 0);
    const auto beginning = Wave(wave.begin(), wave.begin() + 24);  // half a millisecond
    EXPECT_LT(peak(beginning), peak(wave) / 4 + 1);
  }
}

TEST_P(Waves, NeverReachTheLargestNumber) {
  for (const auto& wave : all()) EXPECT_LE(peak(wave), 32'767 * 0.71);
}

// A click is a step; the steepest honest one is the highest partial's.
TEST_P(Waves, HaveNoClick) {
  for (const auto& wave : all()) {
    constexpr double highest_partial_hz = 2'700;
    const double steepest = peak(wave) * 2 * std::numbers::pi * highest_partial_hz / wave_rate;
    EXPECT_LE(largest_step(wave), steepest + 1);
  }
}

TEST_P(Waves, AreTheSameEveryTime) {
  EXPECT_EQ(tap_wave(GetParam()), tap_wave(GetParam()));
  EXPECT_EQ(thanks_wave(GetParam()), thanks_wave(GetParam()));
  EXPECT_EQ(more_time_wave(GetParam()), more_time_wave(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Volumes, Waves, testing::Values(0, 1, 50, 100));

TEST(Waves, VolumeGoesFromNothingToLoud) {
  EXPECT_EQ(peak(thanks_wave(0)), 0);
  EXPECT_GT(peak(thanks_wave(50)), 2 * peak(thanks_wave(25)));
  EXPECT_GT(peak(thanks_wave(100)), 20'000);
  EXPECT_LT(peak(tap_wave(100)), peak(thanks_wave(100)));
  EXPECT_EQ(thanks_wave(100), thanks_wave(1'000)) << "there is nothing beyond 100";
}

TEST(Waves, ThanksAreTwoNotesUpwards) {
  const auto wave = thanks_wave(100);
  const double low = 659.26, high = 880;
  const auto first = [&](double hertz) { return strength(wave, at_s(0.02), at_s(0.14), hertz); };
  const auto then = [&](double hertz) { return strength(wave, at_s(0.3), at_s(0.6), hertz); };
  EXPECT_GT(first(low), 3 * first(high));
  EXPECT_GT(then(high), 3 * then(low));
  for (const double shrill : {4'000.0, 8'000.0, 16'000.0})
    EXPECT_LT(first(shrill), first(low) / 100) << shrill;
  EXPECT_GE(wave.size(), at_s(0.5));
  EXPECT_LE(wave.size(), at_s(1));
}

TEST(Waves, MoreTimeIsAskedForSoftly) {
  const auto wave = more_time_wave(100);
  EXPECT_LT(peak(wave), peak(thanks_wave(100)));
  const auto during = [&](double hertz) { return strength(wave, at_s(0.05), at_s(0.3), hertz); };
  EXPECT_GT(during(329.63), 3 * during(880));
  EXPECT_LE(wave.size(), at_s(1));
}

TEST(Waves, ATapIsShort) {
  EXPECT_LE(tap_wave(100).size(), at_s(0.06));
}

}  // namespace
}  // namespace smilepost::kiosk
