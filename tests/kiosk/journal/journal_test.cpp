#include "kiosk/journal/journal.h"

#include <sys/resource.h>

#include <csignal>

#include "tests/kiosk/journal/journal_fixture.h"

namespace smilepost::kiosk {
namespace {

using Journaling = JournalFixture;

record::Receipt receipt_for(const Journal& journal, std::optional<record::ChainHead> head) {
  record::Receipt receipt;
  receipt.kiosk = journal.kiosk();
  receipt.epoch = journal.head().epoch;
  receipt.head = head;
  receipt.time_ms = 42;
  receipt.generation = 7;
  receipt.next_token[0] = 9;
  return receipt;
}

TEST_F(Journaling, what_was_appended_is_there_after_reopening) {
  record::ChainHead head;
  {
    const auto journal = open();
    EXPECT_EQ(*journal->append(an_answer(1)), 1U);
    EXPECT_EQ(*journal->append(an_answer(2, 1)), 2U);
    head = journal->head();
    EXPECT_EQ(journal->counts(), (Counts{2, 1}));
  }
  const auto journal = open();
  EXPECT_EQ(journal->head(), head);
  EXPECT_EQ(journal->counts(), (Counts{2, 1}));
  EXPECT_EQ(*journal->append(an_answer(3)), 3U);
  EXPECT_EQ(journal->counts(), (Counts{3, 2}));
  const auto records = verified(head.epoch);
  ASSERT_EQ(records.size(), 4U);
  EXPECT_EQ(records[2].body, record::Body(an_answer(2, 1)));
  EXPECT_EQ(records[3].kiosk, journal->kiosk());
  EXPECT_EQ(records[3].moment.wall_ms, clock_.wall_ms());
}

TEST_F(Journaling, a_head_tells_the_counts_and_is_not_repeated) {
  const auto journal = open();
  ASSERT_TRUE(journal->append(an_answer(1)));
  ASSERT_TRUE(journal->append(an_answer(2, 1)));
  EXPECT_EQ(**journal->append_head(), 3U);
  EXPECT_FALSE(*journal->append_head());
  const auto records = verified(journal->head().epoch);
  const auto* report = std::get_if<record::HeadReport>(&records.back().body);
  ASSERT_NE(report, nullptr);
  EXPECT_EQ(report->answer_records, 2U);
  EXPECT_EQ(report->visits, 1U);
  EXPECT_FALSE(report->software.empty());
}

TEST_F(Journaling, a_step_of_the_wall_clock_is_a_record_before_the_next_one) {
  const auto journal = open();
  ASSERT_TRUE(journal->append(an_answer()));
  clock_.advance(60'000);
  clock_.step_wall(-86'400'000);
  EXPECT_EQ(*journal->append(an_answer()), 3U);
  EXPECT_EQ(*journal->append(an_answer()), 4U);
  const auto records = verified(journal->head().epoch);
  const auto* step = std::get_if<record::ClockStep>(&records.at(2).body);
  ASSERT_NE(step, nullptr);
  EXPECT_EQ(step->before_ms - step->after_ms, 86'400'000);
  EXPECT_EQ(records.at(3).kind, record::Kind::answer);
  EXPECT_EQ(records.at(4).kind, record::Kind::answer);
}

TEST_F(Journaling, a_step_across_a_boot_is_none) {
  const auto journal = open();
  clock_.reboot();
  clock_.set_wall(0);
  EXPECT_EQ(*journal->append(an_answer()), 1U);
  EXPECT_EQ(verified(journal->head().epoch).back().moment.clock, record::ClockState::unset);
}

TEST_F(Journaling, the_staffs_choice_is_a_record_and_is_found_again) {
  const record::StaffAction first{"default", {"en", "de"}, "en"};
  const record::StaffAction second{"loyalty", {"ar"}, "ar"};
  {
    const auto journal = open();
    EXPECT_FALSE(*journal->last_staff_action());
    EXPECT_FALSE(journal->last_staff_moment());
    ASSERT_TRUE(journal->append(first));
    ASSERT_TRUE(journal->append(second));
    ASSERT_TRUE(journal->append(an_answer()));
  }
  const auto journal = open();
  EXPECT_EQ(**journal->last_staff_action(), second);
  EXPECT_EQ(journal->last_staff_moment(), verified(journal->head().epoch).at(2).moment);
  EXPECT_EQ(verified(journal->head().epoch).at(1).body, record::Body(first));
}

TEST_F(Journaling, a_body_that_no_verifier_reads_is_refused_and_the_chain_goes_on) {
  const auto journal = open();
  auto monster = an_answer();
  monster.question = std::string(100'000, 'q');
  EXPECT_FALSE(journal->append(monster));
  EXPECT_EQ(*journal->append(an_answer()), 1U);
  EXPECT_EQ(verified(journal->head().epoch).size(), 2U);
}

TEST_F(Journaling, a_receipt_is_kept_with_its_token) {
  const auto journal = open();
  ASSERT_TRUE(journal->append(an_answer()));
  const auto receipt = receipt_for(*journal, journal->head());
  ASSERT_TRUE(journal->keep_receipt(receipt));
  EXPECT_EQ(read()->epochs()->at(0).receipt, receipt);
  const auto enrolled = receipt_for(*journal, {});
  ASSERT_TRUE(journal->keep_receipt(enrolled));
  EXPECT_EQ(read()->epochs()->at(0).receipt, enrolled);
}

// Two epochs of one kiosk, each with a receipt of all it has.
class JournalingTwoEpochs : public JournalFixture {
 protected:
  JournalingTwoEpochs() {
    first_ = acknowledge();
    std::erase_if(keys_.secrets, [](const auto& item) { return item.first.size() == 22; });
    journal_.reset();
    second_ = acknowledge();
  }
  record::Receipt acknowledge() {
    journal_ = open();
    const auto receipt = receipt_for(*journal_, journal_->head());
    EXPECT_TRUE(journal_->keep_receipt(receipt));
    return receipt;
  }
  std::optional<record::Receipt> kept(std::size_t epoch) {
    return read()->epochs()->at(epoch).receipt;
  }

  std::unique_ptr<Journal> journal_;
  record::Receipt first_, second_;
};

TEST_F(JournalingTwoEpochs, each_keeps_its_receipt) {
  ASSERT_TRUE(journal_->keep_receipt(second_));
  EXPECT_EQ(kept(0), first_);
  EXPECT_EQ(kept(1), second_);
}

TEST_F(JournalingTwoEpochs, a_backend_that_was_restored_has_acknowledged_nothing_else) {
  ++second_.generation;
  ASSERT_TRUE(journal_->keep_receipt(second_));
  EXPECT_FALSE(kept(0));
  EXPECT_EQ(kept(1), second_);
}

TEST_F(JournalingTwoEpochs, an_enrolment_drops_every_receipt_but_its_own) {
  first_.head.reset();
  ASSERT_TRUE(journal_->begin_delivery_anew(first_));
  EXPECT_EQ(kept(0), first_);
  EXPECT_FALSE(kept(1));
}

TEST_F(JournalingTwoEpochs, an_enrolment_that_contradicts_drops_nothing) {
  auto other = first_;
  other.kiosk[0] ^= 1;
  EXPECT_FALSE(journal_->begin_delivery_anew(other));
  EXPECT_EQ(kept(0), first_);
  EXPECT_EQ(kept(1), second_);
}

TEST_F(Journaling, a_receipt_that_contradicts_is_refused) {
  const auto journal = open();
  ASSERT_TRUE(journal->append(an_answer()));
  const auto good = receipt_for(*journal, journal->head());
  std::vector<record::Receipt> bad(5, good);
  bad[0].kiosk[0] ^= 1;
  bad[1].epoch ^= 1;
  bad[2].head->hash[0] ^= 1;
  bad[3].head->sequence += 1;
  bad[4].head->epoch ^= 1;
  for (const auto& receipt : bad) {
    const auto refused = journal->keep_receipt(receipt);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("contradicts"), std::string::npos);
  }
  EXPECT_FALSE(read()->epochs()->at(0).receipt);
  EXPECT_TRUE(journal->keep_receipt(good));
}

TEST_F(Journaling, a_second_writer_is_refused_with_a_clear_line) {
  const auto journal = open();
  const auto second = Journal::open(folder(), keys_, clock_);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("held by another program"), std::string::npos);
  EXPECT_NE(second.error().message.find(folder().string()), std::string::npos);
}

// No file of this process may grow beyond a size, while it lives. RLIMIT_FSIZE, setrlimit(2).
class FullDisk {
 public:
  explicit FullDisk(rlim_t size) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limit{size, old_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &old_);
    (void)std::signal(SIGXFSZ, old_handler_);
  }

 private:
  void (*old_handler_)(int);
  rlimit old_{};
};

TEST_F(Journaling, a_full_disk_is_an_error_and_appending_goes_on_when_there_is_room) {
  const auto journal = open();
  ASSERT_TRUE(journal->append(an_answer()));
  const auto head = journal->head();
  {
    const FullDisk full(std::filesystem::file_size(folder() / "journal.db-wal") + 100);
    for (int i = 0; i < 3; ++i) {
      const auto refused = journal->append(an_answer());
      ASSERT_FALSE(refused);
      EXPECT_NE(refused.error().message.find("journal.db"), std::string::npos);
    }
    EXPECT_EQ(journal->head(), head);
    EXPECT_EQ(journal->counts(), (Counts{1, 1}));
    EXPECT_EQ(read()->page(head.epoch, 0, 100, 1U << 20U)->size(), 2U);
  }
  // The first that failed was signed: nothing else ever takes its place.
  EXPECT_EQ(*journal->append(an_answer()), 3U);
  EXPECT_EQ(journal->counts(), (Counts{3, 3}));
  EXPECT_EQ(verified(head.epoch).size(), 4U);
}

// A file that goes bad while the journal is open, and is put aside when that shows.
class JournalingDamaged : public JournalFixture {
 protected:
  // Points a table or index somewhere else behind the journal's back, as a stray write might.
  void misplace(const std::string& what, const std::string& page) {
    tamper("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = " + page +
           " WHERE name = '" + what + "'; PRAGMA schema_version = 1000");
  }
  void goes_on_in_a_new_file(Journal& journal) {
    const auto before = journal.head();
    testing::internal::CaptureStderr();
    EXPECT_EQ(*journal.append(an_answer()), 1U);
    EXPECT_NE(testing::internal::GetCapturedStderr().find("journal damaged"), std::string::npos);
    EXPECT_NE(journal.head().epoch, before.epoch);
    EXPECT_EQ(journal.counts(), (Counts{1, 1}));
    EXPECT_GE(files("journal.db.damaged-"), 1U);
    const auto records = verified(journal.head().epoch);
    EXPECT_EQ(std::get<record::EpochOpened>(records.at(0).body).reason,
              record::EpochReason::journal_damaged);
    EXPECT_EQ(*journal.append(an_answer()), 2U);
  }
};

TEST_F(JournalingDamaged, the_answer_at_hand_is_kept_in_a_new_file) {
  const auto journal = open();
  ASSERT_TRUE(journal->append(an_answer()));
  misplace("record", "99999");
  goes_on_in_a_new_file(*journal);
}

TEST_F(JournalingDamaged, damage_that_opening_does_not_find_is_no_endless_break) {
  const auto journal = open();
  ASSERT_TRUE(journal->append(an_answer()));
  misplace("sqlite_autoindex_epoch_1", "(SELECT rootpage FROM sqlite_schema WHERE name = 'kiosk')");
  goes_on_in_a_new_file(*journal);
}

TEST_F(JournalingDamaged, a_reader_that_was_open_goes_on_in_the_new_file) {
  const auto journal = open();
  const auto reader = read();
  const auto old = reader->epochs()->at(0).epoch;
  misplace("record", "99999");
  goes_on_in_a_new_file(*journal);
  const auto epochs = reader->epochs();
  ASSERT_TRUE(epochs) << epochs.error().message;
  ASSERT_EQ(epochs->size(), 1U);
  EXPECT_NE(epochs->at(0).epoch, old);
  EXPECT_EQ(reader->page(epochs->at(0).epoch, 0, 10, 1U << 20U)->size(), 3U);
}

TEST_F(JournalingDamaged, without_room_for_a_new_key_it_is_tried_again) {
  const auto journal = open();
  misplace("record", "99999");
  keys_.stores_left = 0;
  testing::internal::CaptureStderr();
  EXPECT_FALSE(journal->append(an_answer()));
  EXPECT_FALSE(journal->probe());
  keys_.stores_left = -1;
  EXPECT_TRUE(journal->probe());
  EXPECT_EQ(*journal->append(an_answer()), 2U);  // after the one that waited
  testing::internal::GetCapturedStderr();
}

TEST_F(Journaling, a_checkpoint_moves_everything_into_the_file_even_beside_a_reader) {
  const auto journal = open();
  const auto reader = read();
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(journal->append(an_answer()));
  const auto before = std::filesystem::file_size(folder() / "journal.db");
  ASSERT_TRUE(journal->checkpoint());
  EXPECT_GT(std::filesystem::file_size(folder() / "journal.db"), before);
  const auto wal = std::filesystem::file_size(folder() / "journal.db-wal");
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(journal->append(an_answer()));
  ASSERT_TRUE(journal->checkpoint());
  // The log begins again at its start instead of growing for ever.
  EXPECT_LE(std::filesystem::file_size(folder() / "journal.db-wal"), wal * 3 / 2);
  EXPECT_EQ(verified(journal->head().epoch).size(), 101U);
}

}  // namespace
}  // namespace smilepost::kiosk
