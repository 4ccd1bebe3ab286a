// A kiosk's journal, a network as scripted and a backend in memory.
#pragma once

#include "kiosk/sync/sync.h"
#include "tests/kiosk/fakes/fake_http_client.h"
#include "tests/kiosk/journal/journal_fixture.h"
#include "tests/kiosk/sync/fake_backend.h"

namespace smilepost::kiosk {

class SyncFixture : public JournalFixture {
 protected:
  SyncFixture()
      : journal_(open()),
        reader_(read()),
        epoch_(journal_->head().epoch),
        backend_(journal_->kiosk()),
        http_(honest()) {
    settings_.backend_url = "http://127.0.0.1:1/";
    settings_.receipt_key = backend_.receipt_key.public_key();
    settings_.seed = 1;
    make_sync();
  }

  void make_sync() {
    Sync::Writer writer;
    writer.keep_receipt = [this](const auto& receipt) { return journal_->keep_receipt(receipt); };
    writer.request_head = [this] { ++heads_requested_; };
    writer.note_time = [this](const auto& heard) {
      heard_.push_back(heard);
      if (times_are_kept_) {
        ASSERT_TRUE(journal_->append(heard));
      }
    };
    writer.leave_forked = [this](record::Epoch epoch) {
      if (journal_->head().epoch != epoch) return;
      EXPECT_TRUE(journal_->rotate_key(record::EpochReason::card_restored));
    };
    writer.note_gap = [this](record::Epoch epoch, std::uint64_t due) {
      EXPECT_TRUE(journal_->note_gap(epoch, due));
    };
    sync_ = std::make_unique<Sync>(*reader_, writer, http_, clock_, settings_);
  }

  // What the real backend would do.
  tests::FakeHttpClient::Answer honest() {
    return [this](const platform::HttpRequest& request) { return backend_.records(request); };
  }

  void answers(int count) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(journal_->append(an_answer()));
  }

  // One step now. How long it wants to wait.
  std::uint64_t step() {
    const std::uint64_t now = clock_.monotonic_ms();
    return sync_->step(now) - now;
  }
  // Steps, waiting as long as it says, until it is idle or the steps are used up.
  void run(int steps = 100) {
    for (int i = 0; i < steps; ++i) {
      const std::size_t before = http_.requests.size();
      const std::uint64_t wait = step();
      if (wait == settings_.idle_ms && http_.requests.size() == before) return;
      clock_.advance(wait);
    }
  }

  // Sequences below this are acknowledged by the newest receipt.
  std::uint64_t acknowledged(std::optional<record::Epoch> asked = {}) {
    const auto epochs = reader_->epochs();
    for (const auto& epoch : *epochs) {
      if (epoch.epoch != asked.value_or(epoch_)) continue;
      return epoch.receipt && epoch.receipt->head ? epoch.receipt->head->sequence + 1 : 0;
    }
    return 0;
  }

  std::unique_ptr<Journal> journal_;
  std::unique_ptr<JournalReader> reader_;
  record::Epoch epoch_;
  tests::FakeBackend backend_;
  tests::FakeHttpClient http_;
  SyncSettings settings_;
  std::unique_ptr<Sync> sync_;
  int heads_requested_ = 0;
  std::vector<record::TimeHeard> heard_;  // that were to be kept
  bool times_are_kept_ = true;
};

class SyncingEpochs : public SyncFixture {
 protected:
  // As if the newest key were lost.
  void new_epoch() {
    std::erase_if(keys_.secrets, [](const auto& item) { return item.first.size() == 22; });
    journal_.reset();
    journal_ = open();
  }
};

}  // namespace smilepost::kiosk
