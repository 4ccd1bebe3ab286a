// What lies beyond records that cannot be read any more arrives all the same.
#include <fstream>

#include "record/sequence.h"

#include "tests/kiosk/sync/sync_fixture.h"

namespace smilepost::kiosk {
namespace {

// Behind the kiosk's back, of an epoch that is over.
class SyncingBeyondGaps : public SyncingEpochs {
 protected:
  SyncingBeyondGaps() { answers(6); }
  void begin_another(const std::string& sql) {
    new_epoch();
    tamper("PRAGMA foreign_keys = OFF; " + sql);
    answers(1);
  }
  std::uint64_t arrived() const { return backend_.has(epoch_); }
  // The page of the file that this record lies on, as a bad card gives it back.
  void spoil_page(const record::Bytes& cose) {
    std::fstream file(folder() / "journal.db", std::ios::in | std::ios::out | std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    const auto at = bytes.find(std::string(cose.begin(), cose.end()));
    ASSERT_NE(at, std::string::npos);
    file.seekp(static_cast<std::streamoff>(at / 4096 * 4096));
    file << std::string(4096, 'Z');
  }
};

TEST_F(SyncingBeyondGaps, what_follows_on_records_that_are_gone_arrives) {
  begin_another("DELETE FROM record WHERE sequence IN (3, 4)");
  run();
  EXPECT_EQ(arrived(), 7U);
  EXPECT_EQ(acknowledged(epoch_), 7U);
  EXPECT_EQ(backend_.has(journal_->head().epoch), 3U);  // an answer, and the gap
}

TEST_F(SyncingBeyondGaps, what_follows_on_a_record_that_was_altered_arrives) {
  begin_another("UPDATE record SET cose = x'a0' WHERE sequence = 3");
  run();
  EXPECT_EQ(acknowledged(epoch_), 7U);
}

TEST_F(SyncingBeyondGaps, an_epoch_whose_beginning_is_lost_arrives) {
  begin_another("DELETE FROM record WHERE sequence < 2 AND epoch = " + std::to_string(epoch_));
  run();
  EXPECT_EQ(acknowledged(epoch_), 7U);
}

// Two devices from one card, and a restored backend that has what the other one sent: it names a
// record that this one does not have.
class SyncingApart : public SyncingBeyondGaps {
 protected:
  SyncingApart() {
    EXPECT_TRUE(journal_->append_head(true));
    answers(2);
    run();
  }
  void names_the_others() {
    http_.answer = [&](const platform::HttpRequest& request) {
      const auto answer = backend_.records(request);
      if (answer.status != 409) return answer;
      record::Receipt receipt = backend_.receipt(epoch_);
      receipt.head = record::ChainHead{epoch_, 8, {}};
      return backend_.answer(409, receipt);
    };
  }
};

TEST_F(SyncingApart, all_that_is_here_is_sent_again) {
  backend_.forget(epoch_, 3);  // what both have
  answers(1);
  names_the_others();
  http_.requests.clear();
  run();
  EXPECT_EQ(arrived(), 11U);
  EXPECT_EQ(acknowledged(epoch_), 11U);
  EXPECT_EQ(journal_->head().epoch, epoch_);
  EXPECT_FALSE(sync_->status().held_up);
  ASSERT_EQ(http_.requests.size(), 2U);
  EXPECT_EQ(http_.requests[1].headers, http_.requests[0].headers) << "the token stays";
}

TEST_F(SyncingApart, what_is_left_arrives_although_what_both_have_is_gone) {
  tamper("PRAGMA foreign_keys = OFF; DELETE FROM record WHERE sequence < 7");
  backend_.forget(epoch_, 0);
  answers(1);
  names_the_others();
  run();
  EXPECT_EQ(backend_.lost(epoch_), 7U);
  EXPECT_EQ(acknowledged(epoch_), 12U);  // it ended
  EXPECT_NE(journal_->head().epoch, epoch_);
  EXPECT_EQ(sync_->status().kept, sync_->status().acknowledged);
  EXPECT_FALSE(sync_->status().held_up);
}

// It takes what comes before a place as something that is stored, and nothing after it.
TEST_F(SyncingApart, what_never_gets_further_is_not_sent_again_and_again) {
  answers(1);
  http_.answer = [&](const platform::HttpRequest& request) {
    const auto first = record::open_unverified(*record::Sequence(request.body).next()).record;
    record::Receipt receipt = backend_.receipt(epoch_);
    receipt.head = record::ChainHead{epoch_, 8, {}};
    if (first.epoch == epoch_ && first.sequence >= 10) return backend_.answer(409, receipt);
    return backend_.records(request);
  };
  settings_.batch_records = 2;
  make_sync();
  http_.requests.clear();
  run(60);
  EXPECT_LT(http_.requests.size(), 30U);
  EXPECT_TRUE(sync_->status().held_up);
}

TEST_F(SyncingBeyondGaps, several_are_passed_one_after_the_other) {
  begin_another("DELETE FROM record WHERE sequence IN (2, 5)");
  run();
  EXPECT_EQ(acknowledged(epoch_), 7U);
}

TEST_F(SyncingBeyondGaps, what_is_lost_at_the_end_is_no_gap) {
  begin_another("DELETE FROM record WHERE sequence IN (5, 6)");
  run();
  EXPECT_EQ(acknowledged(epoch_), 5U);
  EXPECT_EQ(backend_.has(journal_->head().epoch), 2U);
  EXPECT_FALSE(sync_->status().held_up);
}

// It would be refused, and everything would wait.
TEST_F(SyncingBeyondGaps, nothing_is_sent_beyond_before_the_backend_knows_of_the_gap) {
  begin_another("DELETE FROM record WHERE sequence = 3");
  ASSERT_TRUE(journal_->note_gap(epoch_, 3));
  std::size_t refused = 0;
  http_.answer = [&](const platform::HttpRequest& request) {
    const auto answer = backend_.records(request);
    refused += answer.status == 200 ? 0 : 1;
    return answer;
  };
  run();
  EXPECT_EQ(acknowledged(epoch_), 7U);
  EXPECT_EQ(refused, 0U);
}

TEST_F(SyncingBeyondGaps, what_is_there_again_is_sent) {
  begin_another(
      "CREATE TABLE lost AS SELECT * FROM record WHERE sequence IN (3, 4); "
      "DELETE FROM record WHERE sequence IN (3, 4)");
  ASSERT_TRUE(journal_->note_gap(epoch_, 3));
  tamper("INSERT INTO record SELECT * FROM lost WHERE sequence = 4");
  run();
  EXPECT_EQ(acknowledged(epoch_), 7U);
  EXPECT_EQ(backend_.lost(epoch_), 1U);
}

TEST_F(SyncingBeyondGaps, more_may_be_lost_after_it_was_noted) {
  begin_another("DELETE FROM record WHERE sequence IN (3, 4)");
  ASSERT_TRUE(journal_->note_gap(epoch_, 3));
  tamper("DELETE FROM record WHERE sequence = 5 AND epoch = " + std::to_string(epoch_));
  run();
  EXPECT_EQ(acknowledged(epoch_), 7U);
}

TEST_F(SyncingBeyondGaps, a_backend_that_lost_the_note_unseen_hears_of_it_again) {
  begin_another("DELETE FROM record WHERE sequence = 3");
  bool lost = false;
  http_.answer = [&](const platform::HttpRequest& request) {
    const auto answer = backend_.records(request);
    if (!lost && backend_.has(epoch_) == 3 && backend_.has(journal_->head().epoch) >= 3) {
      backend_.lose(journal_->head().epoch, 0);  // it has acknowledged that
      lost = true;
    }
    return answer;
  };
  run();
  EXPECT_TRUE(lost);
  EXPECT_EQ(acknowledged(epoch_), 3U);
  new_epoch();
  answers(1);
  for (int minutes = 0; minutes < 10; ++minutes) {
    run();
    clock_.advance(60'000);
  }
  EXPECT_EQ(acknowledged(epoch_), 7U);
}

// The receipts went with the file, and of what the backend has last there is nothing here.
TEST_F(SyncingBeyondGaps, the_backends_own_head_may_be_what_is_lost) {
  run();
  backend_.lose(epoch_, 4);
  begin_another("DELETE FROM receipt; DELETE FROM record WHERE sequence = 3");
  run();
  EXPECT_EQ(acknowledged(epoch_), 7U);
  EXPECT_EQ(backend_.lost(epoch_), 0U);
}

// In an epoch that is over, which the writer never reads again by itself.
TEST_F(SyncingBeyondGaps, a_page_that_cannot_be_read_costs_what_was_on_it_and_holds_up_nothing) {
  answers(300);
  ASSERT_TRUE(journal_->rotate_key());
  answers(1);
  const auto cose = reader_->page(epoch_, 150, 1, 1)->front().cose;
  sync_.reset();
  reader_.reset();
  journal_.reset();
  spoil_page(cose);
  journal_ = open();
  reader_ = read();
  make_sync();
  for (int minutes = 0; minutes < 10; ++minutes) {
    while (*journal_->tidy()) continue;
    clock_.advance(60'000);
    run();
  }
  EXPECT_EQ(acknowledged(epoch_), 308U);  // its beginning and its end with them
  EXPECT_GT(backend_.lost(epoch_), 0U);
  EXPECT_LT(backend_.lost(epoch_), 30U);
  EXPECT_EQ(acknowledged(journal_->head().epoch), journal_->head().sequence + 1);
}

TEST_F(SyncingBeyondGaps, a_head_of_the_backends_that_nothing_follows_here_may_be_anothers) {
  run();
  new_epoch();
  tamper("PRAGMA foreign_keys = OFF; DELETE FROM receipt; DELETE FROM record WHERE epoch = " +
         std::to_string(epoch_) + " AND sequence = 6");
  backend_.lose(epoch_, 7);
  run();
  EXPECT_EQ(acknowledged(epoch_), 0U);  // nothing follows: it may be another's
  EXPECT_EQ(acknowledged(journal_->head().epoch), 1U);
}

TEST_F(SyncingBeyondGaps, a_restored_backend_hears_of_it_again) {
  begin_another("DELETE FROM record WHERE sequence = 3");
  run();
  backend_.forget(epoch_, 2);
  backend_.forget(journal_->head().epoch, 0);
  answers(1);
  run();
  EXPECT_EQ(acknowledged(epoch_), 7U);
}

}  // namespace
}  // namespace smilepost::kiosk
