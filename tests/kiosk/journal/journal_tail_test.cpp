#include "kiosk/journal/journal_tail.h"

#include "tests/kiosk/journal/journal_fixture.h"

namespace smilepost::kiosk {
namespace {

// Answers, a head, answers; then something is changed behind the journal's back.
class JournalTail : public JournalFixture {
 protected:
  void SetUp() override {
    const auto journal = open();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(journal->append(an_answer()));
    ASSERT_TRUE(journal->append_head());
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(journal->append(an_answer()));
    head_ = journal->head();
  }

  bool found_damaged() {
    testing::internal::CaptureStderr();
    const auto journal = open();
    last_line_ = testing::internal::GetCapturedStderr();
    return journal && journal->head().epoch != head_.epoch && files("journal.db.damaged-") > 0;
  }

  // The file stays as it is, with all its records, and a new epoch begins in it.
  bool begins_anew_in_place() {
    const auto before = *records();
    testing::internal::CaptureStderr();
    const auto journal = open();
    last_line_ = testing::internal::GetCapturedStderr();
    return journal && journal->head().epoch != head_.epoch && files("journal.db.damaged-") == 0 &&
           *records() == before + 1;
  }
  Result<std::int64_t> records() {
    return platform::Database::open(folder() / "journal.db", {})
        ->integer("SELECT count(*) FROM record");
  }

  void alter(std::uint64_t sequence) {
    // A signature's last byte is at most 0x10 (RFC 8032 §5.1.7: S < L), so 0xFF is always another.
    tamper(
        "UPDATE record SET cose = CAST(substr(cose, 1, length(cose) - 1) || x'ff' AS BLOB) WHERE "
        "sequence = " +
        std::to_string(sequence));
  }
  void acknowledge(std::uint64_t sequence) {
    const auto journal = open();
    record::Receipt receipt;
    receipt.kiosk = journal->kiosk();
    receipt.epoch = head_.epoch;
    const auto row = read()->page(head_.epoch, sequence, 1, 1);
    receipt.head = record::ChainHead{head_.epoch, sequence, record::hash_of(row->front().cose)};
    ASSERT_TRUE(journal->keep_receipt(receipt));
  }

  record::ChainHead head_;
  std::string last_line_;
};

TEST_F(JournalTail, an_untouched_chain_goes_on) {
  EXPECT_FALSE(found_damaged());
  EXPECT_EQ(open()->counts(), (Counts{6, 6}));
}

// A backend that was restored may have taken back the receipt which said that they may go.
TEST_F(JournalTail, what_came_before_the_oldest_head_may_be_gone) {
  acknowledge(7);
  tamper("DELETE FROM receipt");
  tamper("PRAGMA foreign_keys = OFF; DELETE FROM record WHERE sequence < 4");
  EXPECT_FALSE(found_damaged());
  EXPECT_EQ(open()->counts(), (Counts{6, 6}));
}

TEST_F(JournalTail, a_beginning_that_was_never_delivered_is_damage) {
  tamper("PRAGMA foreign_keys = OFF; DELETE FROM record WHERE sequence < 4");
  EXPECT_TRUE(found_damaged());
}

TEST_F(JournalTail, a_beginning_that_is_no_head_is_damage) {
  tamper("PRAGMA foreign_keys = OFF; DELETE FROM record WHERE sequence < 3");
  EXPECT_TRUE(found_damaged());
}

TEST_F(JournalTail, other_bytes_in_the_last_record_are_found) {
  alter(7);
  EXPECT_TRUE(begins_anew_in_place());
  EXPECT_NE(last_line_.find("record 7"), std::string::npos);
  EXPECT_EQ(std::count(last_line_.begin(), last_line_.end(), '\n'), 1) << last_line_;
}

TEST_F(JournalTail, a_last_record_that_another_key_signed_is_found) {
  const auto last = read()->page(head_.epoch, 7, 1, 1);
  const auto forged = record::seal(record::open_unverified(last->front().cose).record,
                                   record::SigningKey::from_seed({9}));
  tamper("UPDATE record SET cose = x'" + record::to_hex(forged) + "', hash = x'" +
         record::to_hex(record::hash_of(forged)) + "' WHERE sequence = 7");
  EXPECT_TRUE(begins_anew_in_place());
  EXPECT_NE(last_line_.find("wrong_signature"), std::string::npos) << last_line_;
}

TEST_F(JournalTail, all_that_is_still_to_be_sent_is_looked_at) {
  alter(2);
  EXPECT_TRUE(begins_anew_in_place());
  const auto journal = open();
  const auto body = std::get<record::EpochOpened>(verified(journal->head().epoch).at(0).body);
  EXPECT_EQ(body.reason, record::EpochReason::journal_damaged);
  EXPECT_EQ(body.previous_head, head_);  // so that those after it are missed
  EXPECT_TRUE(body.endorsement);
}

TEST_F(JournalTail, what_was_acknowledged_is_not) {
  acknowledge(4);
  alter(2);
  EXPECT_EQ(open()->head(), head_);
  alter(5);
  EXPECT_TRUE(begins_anew_in_place());
}

TEST_F(JournalTail, another_hash_in_the_last_row_is_found) {
  tamper("UPDATE record SET hash = zeroblob(32) WHERE sequence = 7");
  EXPECT_TRUE(begins_anew_in_place());
}

TEST_F(JournalTail, a_missing_record_after_the_head_is_found) {
  tamper("DELETE FROM record WHERE sequence = 6");
  EXPECT_TRUE(begins_anew_in_place());
  EXPECT_NE(last_line_.find("record 7"), std::string::npos);
}

TEST_F(JournalTail, counts_that_the_signed_head_contradicts_are_found) {
  tamper("UPDATE record SET answer_records = answer_records + 1");
  EXPECT_TRUE(found_damaged());
}

TEST_F(JournalTail, counts_that_do_not_follow_are_found) {
  tamper("UPDATE record SET visits = visits + 1 WHERE sequence = 7");
  EXPECT_TRUE(begins_anew_in_place());
}

TEST_F(JournalTail, another_kind_is_found) {
  tamper("UPDATE record SET kind = 4 WHERE sequence = 7");
  EXPECT_TRUE(begins_anew_in_place());
}

TEST_F(JournalTail, an_epoch_without_records_is_found) {
  tamper("DELETE FROM record");
  EXPECT_TRUE(found_damaged());
}

TEST_F(JournalTail, another_key_is_found) {
  tamper("UPDATE epoch SET public_key = zeroblob(32)");
  EXPECT_TRUE(found_damaged());
}

TEST(counted, a_visit_is_an_answer_that_continues_none) {
  EXPECT_EQ(counted({2, 1}, an_answer()), (Counts{3, 2}));
  EXPECT_EQ(counted({2, 1}, an_answer(1, 5)), (Counts{3, 1}));
  EXPECT_EQ(counted({2, 1}, record::HeadReport{}), (Counts{2, 1}));
}

}  // namespace
}  // namespace smilepost::kiosk
