// When the sync wants to be called again while epochs wait by themselves.
#include "tests/kiosk/sync/sync_fixture.h"

namespace smilepost::kiosk {
namespace {

class SyncResting : public SyncingEpochs {
 protected:
  static tests::FakeHttpClient::Answer refuses() {
    return tests::always(403, "application/problem+json", "{}");
  }
  std::size_t requests() const { return http_.requests.size(); }
};

TEST_F(SyncResting, the_epoch_that_may_be_tried_soonest_ends_the_rest) {
  settings_.idle_ms = 600'000;
  make_sync();
  answers(1);
  new_epoch();
  answers(1);
  new_epoch();
  http_.answer = refuses();
  testing::internal::CaptureStderr();
  std::vector<std::uint64_t> tried_at;
  std::uint64_t wait = step();
  while (requests() < 3) {  // an hour-glass each, turned a little later than the one before
    if (requests() > tried_at.size()) tried_at.push_back(clock_.monotonic_ms());
    clock_.advance(wait + 50);
    wait = step();
  }
  const std::uint64_t first_wakes = clock_.monotonic_ms() + wait;
  EXPECT_GE(first_wakes, tried_at[0] + settings_.backoff_first_ms / 2);
  EXPECT_LE(first_wakes, tried_at[0] + settings_.backoff_first_ms);
  clock_.advance(wait);
  step();
  EXPECT_EQ(requests(), 4U);
  EXPECT_EQ(http_.requests[3].body, http_.requests[0].body);  // the first epoch's turn
  testing::internal::GetCapturedStderr();
}

// An epoch goes on beyond a gap once the backend has the record that notes it. Where that is
// refused the epoch's own wait is over, and yet it has nothing to send.
TEST_F(SyncResting, an_epoch_whose_wait_is_over_without_anything_to_send_does_not_spin) {
  answers(6);
  tamper(
      "UPDATE record SET cose = CAST(substr(cose, 1, length(cose) - 1) || x'ff' AS BLOB) WHERE "
      "sequence = 4");
  http_.answer = [&](const platform::HttpRequest& request) {
    const auto epochs = reader_->epochs();
    const auto first = reader_->page(epochs->back().epoch, 0, 1, 1)->front().cose;
    const bool notes_gap =
        epochs->size() > 1 && std::equal(first.begin(), first.end(), request.body.begin());
    return notes_gap ? tests::text_response(403, "application/problem+json", "{}")
                     : backend_.records(request);
  };
  testing::internal::CaptureStderr();
  run(5);
  ASSERT_NE(journal_->head().epoch, epoch_);
  for (int i = 0; i < 50; ++i) {
    const std::size_t before = requests();
    const std::uint64_t wait = step();
    EXPECT_TRUE(wait > 0 || requests() > before) << "step " << i;
    EXPECT_LE(wait, settings_.idle_ms);
    clock_.advance(std::max<std::uint64_t>(wait, 1));
  }
  testing::internal::GetCapturedStderr();
  EXPECT_TRUE(sync_->status().held_up);
}

}  // namespace
}  // namespace smilepost::kiosk
