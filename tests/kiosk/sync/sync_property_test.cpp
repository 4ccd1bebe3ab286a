// Whatever the network answers, nothing is acknowledged that no verified receipt names.
#include <rapidcheck.h>

#include <set>

#include "tests/kiosk/sync/sync_fixture.h"

namespace smilepost::kiosk {
namespace {

enum class Turn {
  honest,
  answer_lost,
  request_lost,
  html,
  cut,
  flipped,
  other_key,
  replayed,
  replayed_conflict,
  other_kiosk,
  other_hash,
  error,
  restored,
  count_of_them,
};

class SyncProperty : public SyncFixture {
 public:
  void TestBody() override {}

  void take(Turn turn, std::size_t place) {
    http_.answer = [this, turn, place](const platform::HttpRequest& request) {
      return reply(turn, place, request);
    };
    clock_.advance(step());
  }

  // Sequences acknowledged are exactly those that a genuine receipt, really delivered, names.
  void check() {
    const auto epochs = reader_->epochs();
    const auto& receipt = epochs->at(0).receipt;
    RC_ASSERT(!receipt || !receipt->head || named_.count(receipt->head->sequence) == 1);
    RC_ASSERT(sync_->status().acknowledged <= sync_->status().kept);
  }

  // Something new is sent in any case, on a kiosk a head: only then does a kiosk that was shown a
  // receipt from before the restore hear what the backend has lost.
  void drain() {
    answer();
    http_.answer = honest();
    clock_.advance(120'000);
    run(1'000);
    RC_ASSERT(acknowledged() == journal_->head().sequence + 1);
    RC_ASSERT(backend_.has(epoch_) == journal_->head().sequence + 1);
  }

  void answer() { RC_ASSERT(bool(journal_->append(an_answer()))); }

 private:
  platform::HttpResponse deliver(const platform::HttpResponse& response) {
    const auto opened = record::open_receipt(response.body, settings_.receipt_key);
    if (opened.verdict == record::Verdict::good && opened.receipt.head) {
      named_.insert(opened.receipt.head->sequence);
    }
    genuine_.push_back(response);
    return response;
  }

  Result<platform::HttpResponse> reply(Turn turn, std::size_t place,
                                       const platform::HttpRequest& request) {
    if (turn == Turn::request_lost) return Error{"timed out"};
    if (turn == Turn::html) return tests::text_response(200, "text/html", "<html>Hello</html>");
    if (turn == Turn::error) return tests::text_response(503, "text/plain", "");
    if (turn == Turn::restored) backend_.forget(epoch_, place % (backend_.has(epoch_) + 1));
    if (!genuine_.empty() && turn == Turn::replayed) return genuine_[place % genuine_.size()];
    if (!genuine_.empty() && turn == Turn::replayed_conflict) {
      auto old = genuine_[place % genuine_.size()];
      old.status = 409;
      return old;
    }
    auto response = backend_.records(request);
    if (turn == Turn::answer_lost) return Error{"timed out"};
    if (turn == Turn::cut) response.body.resize(place % response.body.size());
    if (turn == Turn::flipped) response.body[place % response.body.size()] ^= 1;
    if (turn == Turn::cut || turn == Turn::flipped) return response;
    if (turn == Turn::honest || turn == Turn::restored) return deliver(response);
    return forged(turn);
  }

  // Signed with the right key but about something else, or with another key.
  Result<platform::HttpResponse> forged(Turn turn) {
    record::Receipt receipt = backend_.receipt(epoch_);
    if (turn == Turn::other_kiosk || turn == Turn::other_hash) {
      if (!receipt.head) receipt.head = record::ChainHead{epoch_, 0, {}};
      (turn == Turn::other_kiosk ? receipt.kiosk[0] : receipt.head->hash[0]) ^= 1;
      return backend_.answer(200, receipt);
    }
    const auto other = record::SigningKey::generate();
    return platform::HttpResponse{200, "application/cose", record::seal(receipt, other)};
  }

  std::set<std::uint64_t> named_;
  std::vector<platform::HttpResponse> genuine_;
};

TEST(sync_property, only_what_a_verified_receipt_names_is_acknowledged_and_all_arrives_at_last) {
  testing::internal::CaptureStderr();
  const bool held = rc::check([] {
    SyncProperty kiosk;
    const auto turns = *rc::gen::container<std::vector<std::pair<int, std::size_t>>>(
        rc::gen::pair(rc::gen::inRange(0, static_cast<int>(Turn::count_of_them)),
                      rc::gen::inRange<std::size_t>(0, 400)));
    for (const auto& [turn, place] : turns) {
      if (place % 2 == 0) kiosk.answer();
      kiosk.take(static_cast<Turn>(turn), place);
      kiosk.check();
    }
    kiosk.drain();
  });
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_TRUE(held) << logged;
}

}  // namespace
}  // namespace smilepost::kiosk
