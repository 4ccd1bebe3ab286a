// What a kiosk records of the time that its receipts name.
#include "tests/kiosk/sync/sync_fixture.h"

namespace smilepost::kiosk {
namespace {

constexpr std::int64_t true_start_ms = 1'800'000'000'000;  // when the kiosk's clock was 1,000

class SyncTime : public SyncFixture {
 protected:
  // The request takes a while, and so does the way back; the backend's clock is right.
  void answer_after(std::uint64_t there_ms, std::uint64_t back_ms) {
    http_.answer = [this, there_ms, back_ms](const platform::HttpRequest& request) {
      clock_.advance(there_ms);
      backend_.time_ms = true_start_ms + static_cast<std::int64_t>(clock_.monotonic_ms()) - 1'000 +
                         backend_off_ms_;
      auto response = backend_.records(request);
      clock_.advance(back_ms);
      return response;
    };
  }
  std::vector<record::TimeHeard> archived() {
    std::vector<record::TimeHeard> found;
    const auto page = reader_->page(epoch_, 0, 1'000, 1 << 20);
    for (std::uint64_t i = 0; i < acknowledged(); ++i) {
      const auto body = record::open_unverified(page->at(i).cose).record.body;
      if (const auto* heard = std::get_if<record::TimeHeard>(&body)) found.push_back(*heard);
    }
    return found;
  }
  std::int64_t backend_off_ms_ = 0;
};

TEST_F(SyncTime, the_first_receipts_time_is_recorded_and_sent_without_a_pause) {
  answer_after(30, 70);
  clock_.set_wall(0);
  answers(1);
  EXPECT_GT(step(), 0U);  // asks for a head
  EXPECT_EQ(step(), 0U);
  EXPECT_TRUE(archived().empty());
  EXPECT_GT(step(), 0U);  // and again
  EXPECT_EQ(step(), 0U);
  const std::vector<record::TimeHeard> due{{true_start_ms + 30, 1'000, 1'100}};
  EXPECT_EQ(archived(), due);
  EXPECT_EQ(step(), settings_.idle_ms);
}

TEST_F(SyncTime, later_receipts_are_not_recorded_while_they_say_the_same) {
  answer_after(30, 70);
  for (int i = 0; i < 20; ++i) {
    answers(1);
    run();
    clock_.advance(240'000);
    clock_.step_wall(50'000'000);  // the wall clock has no say
  }
  EXPECT_EQ(archived().size(), 1U);
}

TEST_F(SyncTime, a_receipt_that_disagrees_is_recorded_too) {
  answer_after(30, 70);
  answers(1);
  run();
  clock_.advance(600'000);
  backend_off_ms_ = 2'100;
  answers(1);
  run();
  EXPECT_EQ(archived().size(), 2U);
}

TEST_F(SyncTime, each_start_of_the_program_records_one) {
  answer_after(30, 70);
  answers(1);
  run();
  make_sync();
  answers(2);
  run();
  EXPECT_EQ(archived().size(), 2U);
}

TEST_F(SyncTime, a_record_that_cannot_be_kept_holds_nothing_up_and_is_made_up_for) {
  answer_after(30, 70);
  times_are_kept_ = false;
  answers(3);
  run();
  EXPECT_EQ(sync_->status().acknowledged, 3U);
  EXPECT_TRUE(sync_->status().online);
  EXPECT_EQ(heard_.size(), 1U);
  times_are_kept_ = true;
  clock_.advance(600'000);
  answers(1);
  run();
  EXPECT_EQ(archived().size(), 1U);
}

// Only what came with a receipt for what was just sent is known to be fresh.
TEST_F(SyncTime, a_receipt_that_was_not_for_this_batch_tells_no_time) {
  answer_after(30, 70);
  http_.answer = [this](const platform::HttpRequest&) {
    backend_.time_ms = true_start_ms;
    return backend_.answer(409, backend_.receipt(epoch_));
  };
  answers(1);
  testing::internal::CaptureStderr();
  run(5);
  testing::internal::GetCapturedStderr();
  EXPECT_TRUE(heard_.empty());
}

TEST_F(SyncTime, no_answer_no_time) {
  http_.answer = tests::no_network();
  answers(1);
  testing::internal::CaptureStderr();
  run(5);
  testing::internal::GetCapturedStderr();
  EXPECT_TRUE(heard_.empty());
}

}  // namespace
}  // namespace smilepost::kiosk
