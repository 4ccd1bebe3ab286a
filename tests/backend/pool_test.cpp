#include "backend/pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <set>

namespace smilepost::backend {
namespace {

std::vector<int> times_each_was_done(Pool& pool, std::size_t count) {
  std::vector<int> times(count, 0);
  pool.each(count, [&](std::size_t i) { ++times[i]; });
  return times;
}

TEST(PoolTest, EachPieceIsDoneOnce) {
  for (const std::size_t threads : {0U, 1U, 3U}) {
    Pool pool(threads);
    for (const std::size_t count : {0U, 1U, 2U, 64U, 1000U}) {
      EXPECT_EQ(times_each_was_done(pool, count), std::vector<int>(count, 1)) << threads;
    }
  }
}

TEST(PoolTest, IsDoneWhenTheLastPieceIs) {
  Pool pool(3);
  for (int round = 0; round < 2'000; ++round) {
    std::atomic<int> done = 0;
    pool.each(5, [&](std::size_t) { ++done; });
    ASSERT_EQ(done, 5);
  }
}

// Each piece waits for the other: one thread alone would wait for ever.
TEST(PoolTest, PiecesAreDoneSideBySide) {
  Pool pool(1);
  std::latch both(2);
  std::mutex mutex;
  std::set<std::thread::id> threads;
  pool.each(2, [&](std::size_t) {
    both.arrive_and_wait();
    const std::lock_guard lock(mutex);
    threads.insert(std::this_thread::get_id());
  });
  EXPECT_EQ(threads.size(), 2U);
}

TEST(PoolTest, IsNoCrowd) {
  EXPECT_LE(Pool::threads_that_help(), 7U);
}

}  // namespace
}  // namespace smilepost::backend
