#include "kiosk/journal/journal_gaps.h"

#include <fstream>

#include "tests/kiosk/journal/journal_fixture.h"

namespace smilepost::kiosk {
namespace {

// Six answers of an epoch that is over, some of which cannot be read any more.
class JournalGaps : public JournalFixture {
 protected:
  JournalGaps() : journal_(open()), over_(journal_->head().epoch) {
    for (int i = 0; i < 6; ++i) EXPECT_TRUE(journal_->append(an_answer()));
    EXPECT_TRUE(journal_->rotate_key());
  }
  void lose(const std::string& sequences) {
    tamper("DELETE FROM record WHERE sequence IN (" + sequences +
           ") AND epoch = " + std::to_string(over_));
  }
  std::vector<StoredGap> note(std::uint64_t first) {
    EXPECT_TRUE(journal_->note_gap(over_, first));
    return *read()->gaps();
  }

  std::unique_ptr<Journal> journal_;
  record::Epoch over_;
};

TEST_F(JournalGaps, a_gap_is_a_record_that_says_where_the_epoch_goes_on) {
  const auto page = read()->page(over_, 4, 1, 1);
  lose("3, 4");
  const auto gaps = note(3);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].gap.first, 3U);
  EXPECT_EQ(gaps[0].gap.last, 4U);
  EXPECT_EQ(gaps[0].gap.last_hash, record::hash_of(page->front().cose));
  EXPECT_EQ(gaps[0].noted_epoch, journal_->head().epoch);
  EXPECT_EQ(gaps[0].noted_sequence, journal_->head().sequence);
  const auto noting = verified(journal_->head().epoch).back();
  EXPECT_EQ(std::get<record::Gap>(noting.body).last, 4U);
}

TEST_F(JournalGaps, an_altered_record_is_as_good_as_lost) {
  tamper("UPDATE record SET cose = x'a0' WHERE sequence = 2 AND epoch = " + std::to_string(over_));
  const auto gaps = note(2);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].gap.last, 2U);
}

TEST_F(JournalGaps, each_is_noted_once) {
  lose("3");
  note(3);
  const auto head = journal_->head();
  EXPECT_EQ(note(3).size(), 1U);
  EXPECT_EQ(journal_->head(), head);
}

TEST_F(JournalGaps, nothing_is_noted_where_nothing_is_missing_or_nothing_follows) {
  lose("5, 6, 7");
  EXPECT_TRUE(note(2).empty());
  EXPECT_TRUE(note(5).empty());
  EXPECT_TRUE(journal_->note_gap(over_ ^ 1U, 0));
  EXPECT_TRUE(read()->gaps()->empty());
}

// It cannot say so itself: what it says comes after what nobody takes.
TEST_F(JournalGaps, an_epoch_that_has_lost_its_beginning_is_left) {
  const auto epoch = journal_->head().epoch;
  ASSERT_TRUE(journal_->append_head(true));
  const auto head = journal_->head();
  ASSERT_TRUE(journal_->keep_receipt({journal_->kiosk(), head, epoch, 1, 7, {}}));
  tamper("PRAGMA foreign_keys = OFF; DELETE FROM record WHERE epoch = " + std::to_string(epoch) +
         " AND sequence < " + std::to_string(head.sequence));
  ASSERT_TRUE(journal_->note_gap(epoch, 0));
  EXPECT_NE(journal_->head().epoch, epoch);
  ASSERT_TRUE(journal_->note_gap(epoch, 0));
  const auto gaps = *read()->gaps();
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].gap.epoch, epoch);
  EXPECT_EQ(gaps[0].gap.last, head.sequence - 1);
  EXPECT_EQ(files("journal.db.damaged"), 0U);
}

TEST_F(JournalGaps, what_may_still_be_found_is_not_missing) {
  lose("3");
  journal_.reset();
  std::ofstream(folder() / "journal.db.damaged-20260101T000000Z") << "not looked through yet";
  journal_ = open();
  EXPECT_TRUE(note(3).empty());
  while (*journal_->tidy()) continue;
  EXPECT_EQ(note(3).size(), 1U);
}

TEST_F(JournalGaps, it_is_noted_again_where_more_is_lost_and_in_each_epoch) {
  lose("3");
  note(3);
  lose("4");
  const auto more = note(3);
  ASSERT_EQ(more.size(), 1U);
  EXPECT_EQ(more[0].gap.last, 4U);
  ASSERT_TRUE(journal_->rotate_key());
  EXPECT_EQ(note(3)[0].noted_epoch, journal_->head().epoch);  // the other may never have arrived
}

TEST_F(JournalGaps, what_nobody_signed_is_none) {
  lose("3");
  record::Record forged;
  forged.kiosk = journal_->kiosk();
  forged.epoch = journal_->head().epoch;
  forged.sequence = 1;
  forged.kind = record::Kind::gap;
  forged.body = record::Gap{over_, {}, 3, 3, {}};
  const auto cose = record::seal(forged, record::SigningKey::from_seed({9}));
  tamper("INSERT INTO gap VALUES (" + std::to_string(over_) + ", 3, x'" + record::to_hex(cose) +
         "')");
  EXPECT_TRUE(read()->gaps()->empty());
}

TEST_F(JournalGaps, the_epoch_in_use_ends_by_one) {
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(journal_->append(an_answer()));
  const auto before = journal_->head().epoch;
  tamper("DELETE FROM record WHERE sequence = 2 AND epoch <> " + std::to_string(over_));
  ASSERT_TRUE(journal_->note_gap(before, 2));
  EXPECT_NE(journal_->head().epoch, before);
  ASSERT_TRUE(journal_->note_gap(before, 2));
  EXPECT_EQ(read()->gaps()->front().gap.epoch, before);
}

}  // namespace
}  // namespace smilepost::kiosk
