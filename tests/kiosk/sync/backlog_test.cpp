#include "kiosk/sync/backlog.h"

#include "tests/kiosk/journal/journal_fixture.h"

namespace smilepost::kiosk {
namespace {

class Backlog : public JournalFixture {
 protected:
  std::optional<Batch> next(const BatchLimits& limits = {},
                            const std::set<record::Epoch>& left_out = {}) {
    auto batch = next_batch(*read(), limits, left_out);
    EXPECT_TRUE(batch);
    return *batch;
  }
};

TEST_F(Backlog, begins_with_the_first_record_and_says_where_it_ends) {
  const auto journal = open();
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(journal->append(an_answer()));
  const auto part = next({.records = 3});
  EXPECT_EQ(part->kiosk, journal->kiosk());
  EXPECT_EQ(part->first, 0U);
  EXPECT_EQ(part->last, 2U);
  EXPECT_FALSE(part->ends_journal);
  EXPECT_FALSE(part->acknowledged);
  EXPECT_FALSE(part->last_receipt);
  const auto all = next();
  EXPECT_EQ(all->last, 4U);
  EXPECT_TRUE(all->ends_journal);
  EXPECT_FALSE(all->ends_with_head);
  ASSERT_TRUE(journal->append_head());
  EXPECT_TRUE(next()->ends_with_head);
}

TEST_F(Backlog, goes_on_after_the_newest_receipt) {
  const auto journal = open();
  ASSERT_TRUE(journal->append(an_answer()));
  record::Receipt receipt;
  receipt.kiosk = journal->kiosk();
  receipt.epoch = journal->head().epoch;
  receipt.next_token[0] = 5;
  ASSERT_TRUE(journal->keep_receipt(receipt));
  EXPECT_EQ(next()->first, 0U);
  EXPECT_EQ(next()->last_receipt->next_token, receipt.next_token);
  receipt.head = journal->head();
  ASSERT_TRUE(journal->keep_receipt(receipt));
  EXPECT_FALSE(next());
  ASSERT_TRUE(journal->append(an_answer()));
  EXPECT_EQ(next()->first, 2U);
  EXPECT_EQ(next()->acknowledged, receipt.head);
}

TEST_F(Backlog, shows_the_token_that_was_handed_out_last_in_whatever_epoch) {
  const auto journal = open();
  const auto over = journal->head().epoch;
  ASSERT_TRUE(journal->append(an_answer()));
  ASSERT_TRUE(journal->rotate_key());
  record::Receipt receipt;
  receipt.kiosk = journal->kiosk();
  for (const auto& [epoch, time_ms] : {std::pair(journal->head().epoch, 20), std::pair(over, 10)}) {
    receipt.epoch = epoch;
    receipt.time_ms = time_ms;
    receipt.next_token[0] = static_cast<std::uint8_t>(time_ms);
    ASSERT_TRUE(journal->keep_receipt(receipt));
  }
  EXPECT_EQ(next()->epoch, over);
  EXPECT_EQ(next()->last_receipt->next_token[0], 20);
}

TEST_F(Backlog, the_oldest_epoch_comes_first_and_one_left_out_never) {
  const record::Epoch first = open()->head().epoch;
  std::erase_if(keys_.secrets, [](const auto& item) { return item.first.size() == 22; });
  const record::Epoch second = open()->head().epoch;
  EXPECT_EQ(next()->epoch, first);
  EXPECT_FALSE(next()->ends_journal);
  EXPECT_EQ(next({}, {first})->epoch, second);
  EXPECT_EQ(next({}, {second})->epoch, first);
  EXPECT_FALSE(next({}, {first, second}));
}

}  // namespace
}  // namespace smilepost::kiosk
