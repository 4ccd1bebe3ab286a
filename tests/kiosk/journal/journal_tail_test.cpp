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

  record::ChainHead head_;
  std::string last_line_;
};

TEST_F(JournalTail, an_untouched_chain_goes_on) {
  EXPECT_FALSE(found_damaged());
  EXPECT_EQ(open()->counts(), (Counts{6, 6}));
}

TEST_F(JournalTail, other_bytes_in_the_last_record_are_found) {
  // A signature's last byte is at most 0x10 (RFC 8032 §5.1.7: S < L), so 0xFF is always another.
  tamper(
      "UPDATE record SET cose = CAST(substr(cose, 1, length(cose) - 1) || x'ff' AS BLOB) WHERE "
      "sequence = 7");
  EXPECT_TRUE(found_damaged());
  EXPECT_NE(last_line_.find("record 7"), std::string::npos);
}

TEST_F(JournalTail, another_hash_in_the_last_row_is_found) {
  tamper("UPDATE record SET hash = zeroblob(32) WHERE sequence = 7");
  EXPECT_TRUE(found_damaged());
}

TEST_F(JournalTail, a_missing_record_after_the_head_is_found) {
  tamper("DELETE FROM record WHERE sequence = 6");
  EXPECT_TRUE(found_damaged());
  EXPECT_NE(last_line_.find("record 7"), std::string::npos);
}

TEST_F(JournalTail, counts_that_the_signed_head_contradicts_are_found) {
  tamper("UPDATE record SET answer_records = answer_records + 1");
  EXPECT_TRUE(found_damaged());
}

TEST_F(JournalTail, counts_that_do_not_follow_are_found) {
  tamper("UPDATE record SET visits = visits + 1 WHERE sequence = 7");
  EXPECT_TRUE(found_damaged());
}

TEST_F(JournalTail, another_kind_is_found) {
  tamper("UPDATE record SET kind = 4 WHERE sequence = 7");
  EXPECT_TRUE(found_damaged());
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
