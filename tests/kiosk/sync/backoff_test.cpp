#include "kiosk/sync/backoff.h"

#include <gtest/gtest.h>

#include <set>

namespace smilepost::kiosk {
namespace {

TEST(backoff, doubles_to_the_ceiling_within_its_jitter_and_starts_again) {
  Backoff backoff(1'000, 60'000, 7);
  for (int round = 0; round < 2; ++round) {
    for (const std::uint64_t whole : {1'000, 2'000, 4'000, 8'000, 16'000, 32'000, 60'000, 60'000}) {
      const std::uint64_t wait = backoff.failed();
      EXPECT_GE(wait, whole / 2);
      EXPECT_LE(wait, whole);
    }
    backoff.succeeded();
  }
}

TEST(backoff, a_longer_wait_that_was_asked_for_is_kept_and_still_jittered) {
  std::set<std::uint64_t> waits;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    waits.insert(Backoff(1'000, 60'000, seed).failed(120'000));
  }
  EXPECT_GE(*waits.begin(), 120'000U);
  EXPECT_LE(*waits.rbegin(), 150'000U);
  EXPECT_GT(waits.size(), 90U);
}

TEST(backoff, what_is_asked_for_is_bounded_and_never_shortens_the_wait) {
  Backoff backoff(1'000, 60'000, 7);
  const std::uint64_t most = Backoff::most_asked_ceilings * 60'000;
  const std::uint64_t absurd = backoff.failed(~std::uint64_t{0});
  EXPECT_GE(absurd, most);
  EXPECT_LE(absurd, most + most / 4);
  EXPECT_GE(backoff.failed(0), 1'000U);
  EXPECT_GE(backoff.failed(1), 2'000U);
}

TEST(backoff, kiosks_do_not_return_in_step) {
  std::set<std::uint64_t> waits;
  for (std::uint64_t seed = 0; seed < 100; ++seed)
    waits.insert(Backoff(60'000, 60'000, seed).failed());
  EXPECT_GT(waits.size(), 90U);
}

}  // namespace
}  // namespace smilepost::kiosk
