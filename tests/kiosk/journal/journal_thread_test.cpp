#include "kiosk/journal/journal_thread.h"

#include <condition_variable>
#include <mutex>
#include <set>

#include "tests/kiosk/journal/journal_fixture.h"

namespace smilepost::kiosk {
namespace {

// Counts calls from the journal's thread; waits for them.
class Bell {
 public:
  void ring() {
    const std::lock_guard lock(mutex_);
    ++rings_;
    rung_.notify_all();
  }
  void wait_for(int rings) {
    std::unique_lock lock(mutex_);
    rung_.wait(lock, [&] { return rings_ >= rings; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable rung_;
  int rings_ = 0;
};

class JournalThreading : public JournalFixture {
 protected:
  std::unique_ptr<JournalThread> start() {
    auto journal = open();
    kiosk_ = journal->kiosk();
    epoch_ = journal->head().epoch;
    return std::make_unique<JournalThread>(std::move(journal), JournalThread::Timing{},
                                           [this] { bell_.ring(); });
  }
  Bell bell_;
  record::KioskId kiosk_{};
  record::Epoch epoch_ = 0;
};

TEST_F(JournalThreading, each_ticket_comes_back_once_with_its_sequence) {
  const auto thread = start();
  std::vector<std::uint64_t> tickets;
  for (int i = 0; i < 10; ++i) tickets.push_back(thread->append(an_answer()));
  bell_.wait_for(10);
  const auto appended = thread->take_appended();
  ASSERT_EQ(appended.size(), 10U);
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_EQ(appended[i].ticket, tickets[i]);
    EXPECT_EQ(*appended[i].sequence, i + 1);
  }
  EXPECT_TRUE(thread->take_appended().empty());
}

TEST_F(JournalThreading, a_probe_comes_back_and_keeps_nothing) {
  const auto thread = start();
  const auto ticket = thread->probe();
  bell_.wait_for(1);
  const auto outcomes = thread->take_appended();
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].ticket, ticket);
  EXPECT_TRUE(outcomes[0].sequence);
  thread->append(an_answer());
  bell_.wait_for(2);
  EXPECT_EQ(*thread->take_appended()[0].sequence, 1U) << "the probe took a sequence";
}

TEST_F(JournalThreading, a_flush_returns_when_all_before_it_is_durable) {
  const auto thread = start();
  for (int i = 0; i < 20; ++i) thread->append(an_answer());
  thread->flush();
  EXPECT_EQ(thread->take_appended().size(), 20U);
}

TEST_F(JournalThreading, a_forked_epoch_is_left_once) {
  const auto thread = start();
  thread->leave_forked(epoch_);
  thread->leave_forked(epoch_);  // told twice, since a receipt was lost
  thread->flush();
  const auto epochs = (*JournalReader::open(folder()))->epochs();
  ASSERT_EQ(epochs->size(), 2U);
  const auto records = verified(epochs->back().epoch);
  EXPECT_EQ(std::get<record::EpochOpened>(records.at(0).body).reason,
            record::EpochReason::card_restored);
}

TEST_F(JournalThreading, ending_finishes_what_was_asked_for_and_writes_a_head) {
  {
    const auto thread = start();
    for (int i = 0; i < 20; ++i) thread->append(an_answer());
  }
  const auto records = verified(epoch_);
  ASSERT_EQ(records.size(), 22U);
  EXPECT_EQ(std::get<record::HeadReport>(records.back().body).answer_records, 20U);
}

TEST_F(JournalThreading, a_receipt_is_durable_when_the_call_returns) {
  const auto thread = start();
  record::Receipt receipt;
  receipt.kiosk = kiosk_;
  receipt.epoch = epoch_;
  ASSERT_TRUE(thread->keep_receipt(receipt));
  EXPECT_EQ(read()->epochs()->at(0).receipt, receipt);
  receipt.kiosk[0] ^= 1;
  EXPECT_FALSE(thread->keep_receipt(receipt));
}

TEST_F(JournalThreading, a_head_on_request_comes_after_what_was_asked_before) {
  const auto thread = start();
  thread->append(an_answer());
  thread->request_head();
  record::Receipt receipt;
  receipt.kiosk = kiosk_;
  receipt.epoch = epoch_;
  ASSERT_TRUE(thread->keep_receipt(receipt));  // served after the head
  EXPECT_EQ(verified(epoch_).back().kind, record::Kind::head);
}

}  // namespace
}  // namespace smilepost::kiosk
