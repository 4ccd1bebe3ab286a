#include "kiosk/journal/journal_reader.h"

#include <atomic>
#include <thread>

#include "tests/kiosk/journal/journal_fixture.h"

namespace smilepost::kiosk {
namespace {

using JournalReading = JournalFixture;

TEST_F(JournalReading, pages_end_at_the_count_the_bytes_and_the_end) {
  const auto journal = open();
  for (int i = 0; i < 9; ++i) ASSERT_TRUE(journal->append(an_answer()));
  const auto epoch = journal->head().epoch;
  const auto reader = read();
  EXPECT_EQ(reader->page(epoch, 0, 100, 1U << 20U)->size(), 10U);
  const auto three = reader->page(epoch, 4, 3, 1U << 20U);
  ASSERT_EQ(three->size(), 3U);
  EXPECT_EQ(three->front().sequence, 4U);
  EXPECT_EQ(three->back().sequence, 6U);
  EXPECT_EQ(reader->page(epoch, 4, 3, 1)->size(), 1U);
  const std::size_t two = three->at(0).cose.size() + three->at(1).cose.size();
  EXPECT_EQ(reader->page(epoch, 4, 3, two)->size(), 2U);
  EXPECT_TRUE(reader->page(epoch, 10, 3, 1)->empty());
  EXPECT_TRUE(reader->page(epoch ^ 1U, 0, 3, 1)->empty());
}

TEST_F(JournalReading, epochs_come_in_the_order_of_their_opening) {
  std::vector<record::Epoch> opened;
  for (int i = 0; i < 4; ++i) {
    opened.push_back(open()->head().epoch);
    std::erase_if(keys_.secrets, [](const auto& item) { return item.first.size() == 22; });
  }
  const auto reader = read();
  const auto epochs = reader->epochs();
  ASSERT_EQ(epochs->size(), 4U);
  for (std::size_t i = 0; i < opened.size(); ++i) EXPECT_EQ(epochs->at(i).epoch, opened[i]);
}

TEST_F(JournalReading, answers_are_counted_over_all_epochs_and_to_the_receipts) {
  {
    const auto journal = open();
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(journal->append(an_answer()));
    ASSERT_TRUE(journal->append_head());
    record::Receipt receipt;
    receipt.kiosk = journal->kiosk();
    receipt.epoch = journal->head().epoch;
    receipt.head = journal->head();
    EXPECT_EQ(read()->answer_records()->acknowledged, 0U);
    ASSERT_TRUE(journal->keep_receipt(receipt));
    ASSERT_TRUE(journal->append(an_answer()));
  }
  std::erase_if(keys_.secrets, [](const auto& item) { return item.first.size() == 22; });
  const auto journal = open();
  ASSERT_TRUE(journal->append(an_answer()));
  const auto figures = read()->answer_records();
  EXPECT_EQ(figures->kept, 7U);
  EXPECT_EQ(figures->acknowledged, 5U);
}

TEST_F(JournalReading, records_are_counted_over_all_epochs_from_the_oldest_that_is_left) {
  for (int epoch = 0; epoch < 2; ++epoch) {
    std::erase_if(keys_.secrets, [](const auto& item) { return item.first.size() == 22; });
    const auto journal = open();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(journal->append(an_answer()));
  }
  EXPECT_EQ(*read()->records(), 8U);
  tamper("DELETE FROM record WHERE sequence < 2");
  EXPECT_EQ(*read()->records(), 4U);
  tamper("DELETE FROM record");
  EXPECT_EQ(*read()->records(), 0U);
}

TEST_F(JournalReading, a_reader_sees_whole_records_while_another_thread_writes) {
  auto journal = open();
  const auto epoch = journal->head().epoch;
  const auto reader = read();
  std::atomic<bool> over{false};
  std::thread writer([&] {
    for (int i = 0; i < 200; ++i) {
      EXPECT_TRUE(journal->append(an_answer()));
      if (i % 20 == 0) {
        EXPECT_TRUE(journal->checkpoint());
      }
    }
    over = true;
  });
  std::size_t seen = 0;
  while (!over) {
    const auto records = reader->page(epoch, 0, 1000, 1U << 20U);
    EXPECT_TRUE(records);
    if (!records) break;
    EXPECT_GE(records->size(), seen);
    seen = records->size();
    EXPECT_EQ(records->back().sequence + 1, seen);
  }
  writer.join();
  EXPECT_EQ(reader->page(epoch, 0, 1000, 1U << 20U)->size(), 201U);
}

TEST_F(JournalReading, no_journal_is_one_clear_line) {
  const auto reader = JournalReader::open(folder());
  ASSERT_FALSE(reader);
  EXPECT_NE(reader.error().message.find("journal.db"), std::string::npos);
  EXPECT_EQ(files("journal.db"), 0U);
}

TEST_F(JournalReading, a_newer_journal_is_refused) {
  (void)open();
  tamper("PRAGMA user_version = 99; UPDATE schema_reader SET oldest = 98");
  EXPECT_FALSE(JournalReader::open(folder()));
}

}  // namespace
}  // namespace smilepost::kiosk
