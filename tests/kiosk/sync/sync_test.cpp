#include "kiosk/sync/sync.h"

#include "tests/kiosk/sync/sync_fixture.h"

namespace smilepost::kiosk {
namespace {

using Syncing = SyncFixture;
using tests::always;

TEST_F(Syncing, everything_arrives_once_and_is_acknowledged) {
  answers(5);
  run();
  EXPECT_EQ(backend_.has(epoch_), 6U);
  EXPECT_EQ(acknowledged(), 6U);
  EXPECT_EQ(sync_->status().kept, 5U);
  EXPECT_EQ(sync_->status().acknowledged, 5U);
  EXPECT_TRUE(sync_->status().online);
  EXPECT_EQ(sync_->status().last_contact_ms, clock_.wall_ms() - 0);
  const std::size_t requests = http_.requests.size();
  clock_.advance(60'000);
  EXPECT_EQ(step(), settings_.idle_ms);
  EXPECT_EQ(http_.requests.size(), requests);
}

TEST_F(Syncing, the_request_is_as_the_wire_says) {
  answers(1);
  run();
  answers(1);
  run();
  ASSERT_EQ(http_.requests.size(), 2U);
  const auto& request = http_.requests[1];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "http://127.0.0.1:1/v1/records");
  const std::vector<std::pair<std::string, std::string>> headers{
      {"Content-Type", "application/cbor-seq"},
      {"Smilepost-Token", "01000000000000000000000000000000"}};
  EXPECT_EQ(request.headers, headers);
  EXPECT_EQ(http_.requests[0].headers.size(), 1U);
  EXPECT_EQ(request.body, reader_->page(epoch_, 2, 1, 1)->front().cose);
}

TEST_F(Syncing, a_long_backlog_goes_in_batches_without_a_pause) {
  settings_.batch_records = 10;
  make_sync();
  answers(95);
  for (int i = 0; i < 9; ++i) EXPECT_EQ(step(), 0U);
  EXPECT_EQ(acknowledged(), 90U);
  EXPECT_EQ(heads_requested_, 0);
  run();
  EXPECT_EQ(acknowledged(), 96U);
}

TEST_F(Syncing, a_head_is_asked_for_once_before_the_last_batch) {
  answers(2);
  EXPECT_EQ(step(), settings_.head_wait_ms);
  EXPECT_EQ(heads_requested_, 1);
  EXPECT_TRUE(http_.requests.empty());
  ASSERT_TRUE(journal_->append_head());
  EXPECT_EQ(step(), 0U);
  EXPECT_EQ(heads_requested_, 1);
  EXPECT_EQ(acknowledged(), 4U);
}

// The card was put back, or copied: what this kiosk signed is kept beside what was there.
TEST_F(Syncing, an_epoch_that_was_forked_is_left_for_a_new_one) {
  answers(2);
  backend_.forked.insert(epoch_);
  run();
  ASSERT_EQ(reader_->epochs()->size(), 2U);
  const auto newest = reader_->epochs()->back().epoch;
  const auto opened = record::open_unverified(reader_->page(newest, 0, 1, 1)->front().cose);
  const auto& body = std::get<record::EpochOpened>(opened.record.body);
  EXPECT_EQ(body.reason, record::EpochReason::card_restored);
  EXPECT_EQ(body.previous_head->epoch, epoch_);
  EXPECT_TRUE(body.endorsement);
  answers(2);
  run();
  EXPECT_EQ(reader_->epochs()->size(), 2U);
  EXPECT_EQ(sync_->status().acknowledged, 4U);
  EXPECT_EQ(backend_.has(newest), 3U);
}

TEST_F(Syncing, a_head_that_does_not_come_stops_nothing) {
  answers(2);
  step();
  EXPECT_EQ(step(), 0U);
  EXPECT_EQ(acknowledged(), 3U);
  EXPECT_EQ(heads_requested_, 1);
}

struct Lie {
  const char* name;
  std::function<Result<platform::HttpResponse>(tests::FakeBackend&, record::Epoch)> answer;
};

// What an HTTP status does not prove.
std::vector<Lie> lies() {
  using tests::text_response;
  std::vector<Lie> lies;
  lies.push_back({"html", [](auto&, auto) {
                    return text_response(200, "text/html", "<html>Welcome to our Wi-Fi!</html>");
                  }});
  lies.push_back({"empty", [](auto&, auto) { return text_response(200, "application/cose", ""); }});
  lies.push_back({"error", [](auto&, auto) { return text_response(500, "text/plain", "oops"); }});
  lies.push_back({"refused", [](auto&, auto) { return text_response(403, "text/plain", ""); }});
  lies.push_back({"redirect", [](auto&, auto) { return text_response(302, "text/html", ""); }});
  lies.push_back({"no network", [](auto&, auto) { return Error{"timed out"}; }});
  lies.push_back({"half", [](auto& backend, auto epoch) {
                    auto response = backend.answer(200, backend.receipt(epoch));
                    response.body.resize(response.body.size() / 2);
                    return response;
                  }});
  lies.push_back({"receipt with 500", [](auto& backend, auto epoch) {
                    return backend.answer(500, backend.receipt(epoch));
                  }});
  const auto forged = [](auto change) {
    return [change](tests::FakeBackend& backend, record::Epoch epoch) {
      record::Receipt receipt = backend.receipt(epoch);
      if (!receipt.head) receipt.head = record::ChainHead{epoch, 0, {}};
      change(receipt);
      return Result<platform::HttpResponse>(backend.answer(200, receipt));
    };
  };
  lies.push_back({"kiosk", forged([](auto& receipt) { receipt.kiosk[3] ^= 1; })});
  lies.push_back(
      {"epoch", forged([](auto& receipt) { receipt.head->epoch = receipt.epoch ^= 1; })});
  lies.push_back({"hash", forged([](auto& receipt) { receipt.head->hash[5] ^= 1; })});
  lies.push_back({"sequence", forged([](auto& receipt) { receipt.head->sequence += 1'000; })});
  lies.push_back({"no head", forged([](auto& receipt) { receipt.head.reset(); })});
  lies.push_back({"key", [](auto& backend, auto epoch) {
                    const auto other = record::SigningKey::generate();
                    return platform::HttpResponse{200, "application/cose",
                                                  record::seal(backend.receipt(epoch), other)};
                  }});
  return lies;
}

TEST_F(Syncing, nothing_counts_but_a_verified_receipt_of_our_own_record) {
  answers(3);
  run();
  ASSERT_EQ(acknowledged(), 4U);
  answers(2);
  ASSERT_TRUE(journal_->append_head());
  for (const auto& lie : lies()) {
    http_.answer = [&](const platform::HttpRequest& request) {
      (void)backend_.records(request);  // it may well have arrived
      return lie.answer(backend_, epoch_);
    };
    const std::size_t before = http_.requests.size();
    clock_.advance(120'000);
    EXPECT_GT(step(), 0U) << lie.name;
    EXPECT_EQ(http_.requests.size(), before + 1) << lie.name;
    EXPECT_EQ(acknowledged(), 4U) << lie.name;
    EXPECT_FALSE(sync_->status().online) << lie.name;
  }
  http_.answer = honest();
  clock_.advance(120'000);
  run();
  EXPECT_EQ(acknowledged(), 7U);
  EXPECT_EQ(backend_.has(epoch_), 7U);
}

TEST_F(Syncing, an_older_receipt_shown_again_is_no_progress) {
  answers(1);
  run();
  const auto old = backend_.answer(200, backend_.receipt(epoch_));
  answers(1);
  http_.answer = [&](const platform::HttpRequest&) { return old; };
  step();
  EXPECT_GT(step(), 0U);
  EXPECT_EQ(acknowledged(), 2U);
}

TEST_F(Syncing, a_receipt_for_a_part_advances_by_that_part) {
  answers(4);
  http_.answer = [&](const platform::HttpRequest& request) {
    (void)backend_.records(request);
    record::Receipt receipt = backend_.receipt(epoch_);
    const auto second = reader_->page(epoch_, 1, 1, 1);
    receipt.head = record::ChainHead{epoch_, 1, record::hash_of(second->front().cose)};
    return backend_.answer(200, receipt);
  };
  step();
  EXPECT_EQ(step(), 0U);
  EXPECT_EQ(acknowledged(), 2U);
}

TEST_F(Syncing, waits_grow_to_the_ceiling_and_nothing_is_sent_meanwhile) {
  answers(1);
  http_.answer = tests::no_network();
  step();
  std::uint64_t longest = 0;
  for (int i = 0; i < 12; ++i) {
    const std::uint64_t wait = step();
    EXPECT_LE(wait, settings_.backoff_ceiling_ms);
    EXPECT_GE(wait, settings_.backoff_first_ms / 2);
    const std::size_t requests = http_.requests.size();
    clock_.advance(wait - 1);
    EXPECT_EQ(step(), 1U);
    EXPECT_EQ(http_.requests.size(), requests);
    clock_.advance(1);
    longest = std::max(longest, wait);
  }
  EXPECT_GE(longest, settings_.backoff_ceiling_ms / 2);
}

TEST_F(Syncing, no_answer_is_said) {
  answers(1);
  http_.answer = tests::no_network();
  step();
  EXPECT_FALSE(sync_->status().held_up);  // not asked yet
  step();
  EXPECT_TRUE(sync_->status().held_up);
  http_.answer = honest();
  clock_.advance(120'000);
  run();
  EXPECT_FALSE(sync_->status().held_up);
}

TEST_F(Syncing, a_fault_is_logged_once_until_it_changes) {
  answers(1);
  step();
  http_.answer = tests::no_network();
  testing::internal::CaptureStderr();
  for (int i = 0; i < 5; ++i) clock_.advance(step());
  http_.answer = always(500, "text/plain", "");
  for (int i = 0; i < 5; ++i) clock_.advance(step());
  http_.answer = honest();
  run();
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(logged.begin(), logged.end(), '\n'), 3) << logged;
}

TEST_F(Syncing, after_a_restore_the_backend_gets_again_what_it_lost) {
  answers(9);
  run();
  backend_.forget(epoch_, 4);
  answers(1);
  run();
  EXPECT_EQ(backend_.has(epoch_), 11U);
  EXPECT_EQ(acknowledged(), 11U);
  backend_.forget(epoch_, 0);
  answers(1);
  run();
  EXPECT_EQ(backend_.has(epoch_), 12U);
}

TEST_F(Syncing, a_conflict_that_is_not_verified_rewinds_nothing) {
  answers(3);
  run();
  answers(1);
  http_.answer = always(409, "application/cose", "rubbish");
  run(4);
  EXPECT_EQ(acknowledged(), 4U);
}

TEST_F(Syncing, an_older_receipt_shown_again_as_a_conflict_brings_back_no_older_token) {
  answers(3);
  run();
  const auto shown_again = backend_.answer(409, backend_.receipt(epoch_));
  answers(3);
  run();
  http_.requests.clear();
  answers(3);
  http_.answer = [&](const platform::HttpRequest& request) {
    return http_.requests.size() == 1 ? shown_again : backend_.records(request);
  };
  run();
  ASSERT_GE(http_.requests.size(), 2U);
  EXPECT_EQ(http_.requests[1].headers, http_.requests[0].headers);
}

TEST_F(Syncing, conflicts_that_go_to_and_fro_do_not_spin) {
  answers(6);
  run();
  answers(1);
  std::uint64_t turn = 0;
  http_.answer = [&](const platform::HttpRequest&) {
    record::Receipt receipt = backend_.receipt(epoch_);
    const std::uint64_t at = ++turn % 2;
    receipt.head = record::ChainHead{
        epoch_, at, record::hash_of(reader_->page(epoch_, at, 1, 1)->front().cose)};
    return backend_.answer(409, receipt);
  };
  step();
  EXPECT_EQ(step(), 0U);
  EXPECT_GT(step(), 0U);
}

TEST_F(Syncing, a_journal_that_cannot_keep_the_receipt_is_no_progress) {
  answers(1);
  Sync::Writer full;
  full.keep_receipt = [](const record::Receipt&) -> Status { return Error{"no room"}; };
  sync_ = std::make_unique<Sync>(*reader_, full, http_, clock_, settings_);
  EXPECT_GT(step(), 0U);
  EXPECT_FALSE(sync_->status().online);
  EXPECT_EQ(acknowledged(), 0U);
}

TEST_F(SyncingEpochs, older_epochs_are_drained_first) {
  answers(2);
  new_epoch();
  answers(3);
  step();
  EXPECT_EQ(acknowledged(epoch_), 3U);
  EXPECT_EQ(acknowledged(journal_->head().epoch), 0U);
  run();
  EXPECT_EQ(acknowledged(journal_->head().epoch), 4U);
  EXPECT_EQ(sync_->status().acknowledged, 5U);
}

TEST_F(SyncingEpochs, a_new_epoch_shows_the_last_token_of_the_one_before) {
  answers(1);
  run();
  new_epoch();
  run();
  EXPECT_EQ(http_.requests.back().headers.back().second.substr(0, 2), "01");
}

TEST_F(SyncingEpochs, a_restored_backend_is_offered_every_epoch_again) {
  answers(2);
  new_epoch();
  answers(1);
  run();
  ASSERT_EQ(backend_.has(epoch_), 3U);
  backend_.forget(epoch_, 1);
  answers(1);
  run();
  EXPECT_EQ(backend_.has(epoch_), 3U);
  EXPECT_EQ(sync_->status().acknowledged, 4U);
}

TEST_F(SyncingEpochs, a_new_backend_gets_everything_once_the_kiosk_is_enrolled_there) {
  answers(2);
  new_epoch();
  answers(3);
  run();
  tests::FakeBackend other(journal_->kiosk());
  ASSERT_TRUE(journal_->begin_delivery_anew(other.receipt(epoch_)));
  settings_.receipt_key = other.receipt_key.public_key();
  http_.answer = [&](const platform::HttpRequest& request) { return other.records(request); };
  make_sync();
  run();
  EXPECT_EQ(other.has(epoch_), 3U);
  EXPECT_EQ(other.has(journal_->head().epoch), 4U);
  EXPECT_EQ(sync_->status().acknowledged, 5U);
}

TEST_F(SyncingEpochs, an_epoch_of_which_the_backend_has_more_does_not_hold_up_the_next) {
  answers(2);
  new_epoch();
  answers(3);
  http_.answer = [&](const platform::HttpRequest& request) {
    const auto first = reader_->page(epoch_, 0, 1, 1)->front().cose;
    if (!std::equal(first.begin(), first.end(), request.body.begin())) {
      return backend_.records(request);
    }
    auto receipt = backend_.receipt(epoch_);  // as if the card had been restored
    receipt.head = record::ChainHead{epoch_, 1'000, {}};
    return backend_.answer(200, receipt);
  };
  testing::internal::CaptureStderr();
  run(10);
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_EQ(acknowledged(epoch_), 0U);
  EXPECT_EQ(acknowledged(journal_->head().epoch), 4U);
  EXPECT_NE(logged.find("record 1000 that this journal does not have"), std::string::npos);
  EXPECT_EQ(std::count(logged.begin(), logged.end(), '\n'), 1) << logged;
}

TEST_F(SyncingEpochs, a_record_that_was_altered_ends_its_epoch_and_holds_up_nothing) {
  answers(6);
  tamper(
      "UPDATE record SET cose = CAST(substr(cose, 1, length(cose) - 1) || x'ff' AS BLOB) WHERE "
      "sequence = 4");
  testing::internal::CaptureStderr();
  run(10);
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_NE(logged.find("record 4 is not what was signed"), std::string::npos) << logged;
  EXPECT_NE(journal_->head().epoch, epoch_);
  run();
  EXPECT_EQ(acknowledged(epoch_), 7U);
  EXPECT_EQ(backend_.lost(epoch_), 1U);
  EXPECT_FALSE(sync_->status().held_up);
}

class SyncingRefused : public SyncingEpochs, public testing::WithParamInterface<int> {};

TEST_P(SyncingRefused, an_epoch_that_is_refused_does_not_hold_up_the_next) {
  answers(2);
  new_epoch();
  answers(3);
  http_.answer = [&](const platform::HttpRequest& request) {
    const auto first = reader_->page(epoch_, 0, 1, 1)->front().cose;
    const bool old = std::equal(first.begin(), first.end(), request.body.begin());
    return old ? tests::text_response(GetParam(), "application/problem+json", "{}")
               : backend_.records(request);
  };
  run(10);
  EXPECT_EQ(acknowledged(epoch_), 0U);
  EXPECT_EQ(acknowledged(journal_->head().epoch), 4U);
  http_.answer = honest();
  clock_.advance(120'000);
  run();
  EXPECT_EQ(acknowledged(epoch_), 3U);
}

TEST_P(SyncingRefused, an_epoch_that_is_refused_slows_no_other) {
  answers(2);
  new_epoch();
  http_.answer = [&](const platform::HttpRequest& request) {
    const auto first = reader_->page(epoch_, 0, 1, 1)->front().cose;
    const bool old = std::equal(first.begin(), first.end(), request.body.begin());
    return old ? tests::text_response(GetParam(), "application/problem+json", "{}")
               : backend_.records(request);
  };
  for (int i = 0; i < 8; ++i) {
    answers(1);
    const std::uint64_t asked = clock_.monotonic_ms();
    while (acknowledged(journal_->head().epoch) <= journal_->head().sequence) {
      clock_.advance(step());
      ASSERT_LE(clock_.monotonic_ms() - asked, settings_.head_wait_ms) << "answer " << i;
    }
    EXPECT_TRUE(sync_->status().online);
    clock_.advance(settings_.backoff_ceiling_ms);  // the old one is due again
  }
}

TEST_P(SyncingRefused, all_that_is_left_being_refused_is_said) {
  answers(2);
  run();
  EXPECT_FALSE(sync_->status().held_up);
  answers(1);
  http_.answer = always(GetParam(), "application/problem+json", "{}");
  run(4);
  EXPECT_TRUE(sync_->status().held_up);
  http_.answer = honest();
  clock_.advance(120'000);
  run();
  EXPECT_FALSE(sync_->status().held_up);
}

// 409 as a problem proves nothing, either.
INSTANTIATE_TEST_SUITE_P(All, SyncingRefused, testing::Values(403, 409, 422));

}  // namespace
}  // namespace smilepost::kiosk
