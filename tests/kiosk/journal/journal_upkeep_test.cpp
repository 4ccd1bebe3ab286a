#include "kiosk/journal/journal_upkeep.h"

#include <latch>
#include <thread>

#include "tests/kiosk/journal/journal_fixture.h"

namespace smilepost::kiosk {
namespace {

class Upkeep : public JournalFixture {
 protected:
  Upkeep() : journal_(open()), upkeep_(*journal_, {2'000, 60'000}) {}

  std::optional<std::uint64_t> step() { return upkeep_.step(clock_.monotonic_ms()); }
  void answer() {
    ASSERT_TRUE(journal_->append(an_answer()));
    upkeep_.wrote(clock_.monotonic_ms());
  }
  std::uint64_t sequence() const { return journal_->head().sequence; }

  std::unique_ptr<Journal> journal_;
  JournalUpkeep upkeep_;
};

TEST_F(Upkeep, heads_are_written_each_interval_if_there_is_something_new) {
  answer();
  clock_.advance(59'999);
  step();
  EXPECT_EQ(sequence(), 1U);
  clock_.advance(1);
  step();
  EXPECT_EQ(sequence(), 2U);
  clock_.advance(100'000);
  step();
  EXPECT_EQ(sequence(), 2U);
  answer();
  step();
  EXPECT_EQ(sequence(), 4U);
}

TEST_F(Upkeep, a_shop_without_shoppers_is_heard_of_all_the_same) {
  upkeep_.write_head(clock_.monotonic_ms());
  const auto before = sequence();
  clock_.advance(239'999);
  step();
  EXPECT_EQ(sequence(), before);
  clock_.advance(1);
  step();
  EXPECT_EQ(sequence(), before + 1);
}

TEST_F(Upkeep, says_when_it_wants_to_be_called) {
  const std::uint64_t start = clock_.monotonic_ms();
  EXPECT_EQ(step(), start + 2'000);  // the last run may have left something to tidy up
  clock_.advance(10);
  answer();
  EXPECT_EQ(step(), start + 10 + 2'000);
  clock_.advance(2'000);
  EXPECT_EQ(step(), start + 60'000);
  clock_.advance(60'000);
  EXPECT_EQ(step(), clock_.monotonic_ms() + 2'000);  // the head's own checkpoint
  clock_.advance(2'000);
  EXPECT_EQ(step(), clock_.monotonic_ms() - 2'000 + 240'000);  // nothing new: the heartbeat
}

TEST_F(Upkeep, checkpoints_wait_for_a_pause) {
  ASSERT_TRUE(journal_->checkpoint());
  const auto size = [this] { return std::filesystem::file_size(folder() / "journal.db"); };
  const auto before = size();
  for (int i = 0; i < 60; ++i) {
    answer();
    clock_.advance(500);
    step();
  }
  EXPECT_EQ(size(), before);
  clock_.advance(2'000);
  step();
  EXPECT_GT(size(), before);
}

// A head for each answer, as where each is delivered at once.
TEST_F(Upkeep, without_a_pause_a_checkpoint_comes_after_so_many_writes) {
  ASSERT_TRUE(journal_->checkpoint());
  const auto size = [this] { return std::filesystem::file_size(folder() / "journal.db"); };
  const auto before = size();
  for (int writes = 2; writes < JournalUpkeep::checkpoint_after_writes; writes += 2) {
    answer();
    upkeep_.write_head(clock_.monotonic_ms());
  }
  EXPECT_EQ(size(), before);
  answer();
  upkeep_.write_head(clock_.monotonic_ms());
  EXPECT_GT(size(), before);
}

// There is always one in the middle of a page that it began before the last write.
TEST_F(Upkeep, the_log_has_its_bound_even_beside_readers_that_never_pause) {
  while (journal_->head().sequence < 500) answer();
  std::latch reading(2);
  const auto keep_reading = [&](const std::stop_token& stop) {
    const auto reader = read();
    const auto epoch = reader->epochs()->back().epoch;
    reading.count_down();
    while (!stop.stop_requested()) EXPECT_TRUE(reader->page(epoch, 0, 500, 1U << 20U));
  };
  const std::jthread one(keep_reading), other(keep_reading);
  reading.wait();
  std::uint64_t largest = 0;
  while (journal_->head().sequence < 10'000) {
    answer();
    largest = std::max(largest, std::filesystem::file_size(folder() / "journal.db-wal"));
  }
  EXPECT_LT(largest, 4 * Journal::largest_log);  // without a bound it only grows
}

TEST_F(Upkeep, a_head_on_request_is_written_once) {
  answer();
  upkeep_.write_head(clock_.monotonic_ms());
  upkeep_.write_head(clock_.monotonic_ms());
  EXPECT_EQ(sequence(), 2U);
}

}  // namespace
}  // namespace smilepost::kiosk
