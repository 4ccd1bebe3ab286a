#include "kiosk/journal/journal_opening.h"

#include <rapidcheck.h>

#include <fstream>

#include "tests/kiosk/journal/journal_fixture.h"
#include "tests/platform/bad_sector.h"

namespace smilepost::kiosk {
namespace {

using record::EpochReason;

class JournalOpening : public JournalFixture {
 protected:
  record::EpochOpened opened(const Journal& journal) {
    return std::get<record::EpochOpened>(verified(journal.head().epoch).at(0).body);
  }

  // A journal with an answer, closed again. Its place and kiosk.
  std::pair<record::KioskId, record::ChainHead> one_answer() {
    const auto journal = open();
    EXPECT_TRUE(journal->append(an_answer()));
    return {journal->kiosk(), journal->head()};
  }

  record::PublicKey key_of(record::Epoch epoch) {
    return (*EpochKeys(keys_).key(epoch))->public_key();
  }

  void lose_journal() {
    for (const char* name : {"journal.db", "journal.db-wal", "journal.db-shm"}) {
      std::filesystem::remove(folder() / name);
    }
  }
};

TEST_F(JournalOpening, the_first_start_makes_the_kiosk_from_its_key) {
  const auto journal = open();
  EXPECT_EQ(journal->head().sequence, 0U);
  EXPECT_EQ(journal->counts(), Counts{});
  const auto body = opened(*journal);
  EXPECT_EQ(body.reason, EpochReason::first_start);
  EXPECT_EQ(journal->kiosk(), record::kiosk_id_of(body.public_key));
  EXPECT_FALSE(body.previous_head);
  EXPECT_FALSE(body.endorsement);
  EXPECT_EQ(body.public_key, key_of(journal->head().epoch));
  EXPECT_EQ(**EpochKeys(keys_).kiosk(), journal->kiosk());
}

TEST_F(JournalOpening, the_key_is_stored_before_the_first_record) {
  keys_.stores_left = 0;
  EXPECT_FALSE(Journal::open(folder(), keys_, clock_));
  EXPECT_TRUE(read()->epochs()->empty());
}

TEST_F(JournalOpening, a_first_start_cut_short_anywhere_is_made_good) {
  for (int stores = 0; stores < 3; ++stores) {
    lose_journal();
    keys_.secrets.clear();
    keys_.stores_left = stores;
    EXPECT_FALSE(Journal::open(folder(), keys_, clock_));
    keys_.stores_left = -1;
    const auto journal = open();
    ASSERT_NE(journal, nullptr);
    EXPECT_EQ(opened(*journal).reason, EpochReason::first_start);
    EXPECT_EQ(journal->kiosk(), record::kiosk_id_of(key_of(journal->head().epoch)));
    EXPECT_EQ(**EpochKeys(keys_).kiosk(), journal->kiosk());
    EXPECT_EQ(**EpochKeys(keys_).newest_epoch(), journal->head().epoch);
  }
}

TEST_F(JournalOpening, a_lost_journal_begins_an_epoch_that_the_old_key_endorses) {
  const auto [kiosk, head] = one_answer();
  lose_journal();
  const auto journal = open();
  EXPECT_EQ(journal->kiosk(), kiosk);
  EXPECT_NE(journal->head().epoch, head.epoch);
  const auto body = opened(*journal);
  EXPECT_EQ(body.reason, EpochReason::journal_lost);
  EXPECT_EQ(body.previous_head, head);  // which the key store knows
  ASSERT_TRUE(body.endorsement);
  EXPECT_TRUE(record::verify(key_of(head.epoch), body.public_key, *body.endorsement));
  EXPECT_NE(body.public_key, key_of(head.epoch));
}

TEST_F(JournalOpening, a_lost_key_begins_an_epoch_without_endorsement) {
  const auto [kiosk, head] = one_answer();
  std::erase_if(keys_.secrets, [](const auto& item) { return item.first.size() == 22; });
  const auto journal = open();
  EXPECT_EQ(journal->kiosk(), kiosk);
  const auto body = opened(*journal);
  EXPECT_EQ(body.previous_head, head);
  EXPECT_FALSE(body.endorsement);
  EXPECT_EQ(read()->epochs()->size(), 2U);
  EXPECT_EQ(verified(head.epoch).size(), 2U);
  EXPECT_EQ(journal->counts(), Counts{});
}

TEST_F(JournalOpening, all_keys_lost_still_leaves_the_kiosk_its_id) {
  const auto [kiosk, head] = one_answer();
  keys_.secrets.clear();
  const auto journal = open();
  EXPECT_EQ(journal->kiosk(), kiosk);
  EXPECT_EQ(**EpochKeys(keys_).kiosk(), kiosk);
  EXPECT_EQ(opened(*journal).previous_head, head);
}

TEST_F(JournalOpening, an_older_journal_than_the_keys_begins_an_epoch) {
  const auto [kiosk, head] = one_answer();
  const tests::TempFolder copy;
  std::filesystem::copy(folder() / "journal.db", copy.path() / "journal.db");
  lose_journal();
  const auto second = open()->head();
  lose_journal();
  std::filesystem::copy(copy.path() / "journal.db", folder() / "journal.db");
  const auto journal = open();
  EXPECT_EQ(journal->kiosk(), kiosk);
  const auto body = opened(*journal);
  EXPECT_EQ(body.reason, EpochReason::card_restored);
  EXPECT_EQ(body.previous_head, second);
  ASSERT_TRUE(body.endorsement);
  EXPECT_TRUE(record::verify(key_of(second.epoch), body.public_key, *body.endorsement));
}

TEST_F(JournalOpening, an_older_state_of_the_same_epoch_begins_another) {
  const auto [kiosk, head] = one_answer();
  const tests::TempFolder copy;
  std::filesystem::copy(folder() / "journal.db", copy.path() / "journal.db");
  record::ChainHead later;
  {
    const auto journal = open();
    ASSERT_TRUE(journal->append(an_answer()));
    later = journal->head();
  }
  lose_journal();
  std::filesystem::copy(copy.path() / "journal.db", folder() / "journal.db");
  const auto journal = open();
  const auto body = opened(*journal);
  EXPECT_EQ(body.reason, EpochReason::card_restored);
  EXPECT_EQ(body.previous_head, later);
  EXPECT_EQ(verified(head.epoch).size(), 2U);  // what is there stays
}

TEST_F(JournalOpening, a_closed_epoch_is_followed_by_one_that_its_key_endorses) {
  record::ChainHead closed;
  {
    const auto journal = open();
    ASSERT_TRUE(journal->append(an_answer()));
    ASSERT_TRUE(journal->append(record::EpochClosed{}));
    closed = journal->head();
  }
  const auto journal = open();
  const auto body = opened(*journal);
  EXPECT_EQ(body.reason, EpochReason::key_rotated);
  EXPECT_EQ(body.previous_head, closed);
  ASSERT_TRUE(body.endorsement);
  EXPECT_TRUE(record::verify(key_of(closed.epoch), body.public_key, *body.endorsement));
}

TEST_F(JournalOpening, another_kiosks_journal_is_refused_and_left_alone) {
  one_answer();
  keys_.secrets["kiosk"] = std::vector<std::uint8_t>(16, 1);
  const auto refused = Journal::open(folder(), keys_, clock_);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("another kiosk"), std::string::npos);
  EXPECT_EQ(files("journal.db.damaged"), 0U);
}

TEST_F(JournalOpening, a_file_that_is_no_database_is_put_aside) {
  const auto [kiosk, head] = one_answer();
  lose_journal();
  std::ofstream(folder() / "journal.db") << std::string(10'000, 'x');
  testing::internal::CaptureStderr();
  const auto journal = open();
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_NE(logged.find("journal.db.damaged-2027"), std::string::npos);
  EXPECT_EQ(std::count(logged.begin(), logged.end(), '\n'), 1);
  EXPECT_EQ(journal->kiosk(), kiosk);
  const auto body = opened(*journal);
  EXPECT_EQ(body.reason, EpochReason::journal_damaged);
  ASSERT_TRUE(body.endorsement);
  EXPECT_TRUE(record::verify(key_of(head.epoch), body.public_key, *body.endorsement));
  EXPECT_EQ(files("journal.db.damaged-"), 1U);
}

class JournalOpeningBadSector : public JournalOpening,
                                public testing::WithParamInterface<std::pair<off_t, int>> {};

TEST_P(JournalOpeningBadSector, is_put_aside) {
  const auto [kiosk, head] = one_answer();
  const tests::BadSector bad(folder() / "journal.db", GetParam().first, GetParam().second);
  testing::internal::CaptureStderr();
  const auto journal = open();
  EXPECT_NE(testing::internal::GetCapturedStderr().find("disk I/O error"), std::string::npos);
  ASSERT_NE(journal, nullptr);
  EXPECT_EQ(journal->kiosk(), kiosk);
  EXPECT_EQ(opened(*journal).reason, EpochReason::journal_damaged);
  EXPECT_GE(files("journal.db.damaged-"), 1U);  // and its log
  EXPECT_TRUE(journal->append(an_answer()));
}

// In the schema, and in the records.
INSTANTIATE_TEST_SUITE_P(All, JournalOpeningBadSector,
                         testing::Values(std::pair(off_t{0}, EIO),
                                         std::pair(off_t{4096}, ENODATA)));

TEST_F(JournalOpening, two_damaged_files_in_one_second_are_both_kept) {
  for (int i = 0; i < 2; ++i) {
    lose_journal();
    std::ofstream(folder() / "journal.db") << std::string(10'000, 'x');
    EXPECT_NE(open(), nullptr);
  }
  EXPECT_EQ(files("journal.db.damaged-"), 2U);
}

TEST_F(JournalOpening, a_newer_journal_is_refused_and_left_alone) {
  const auto [kiosk, head] = one_answer();
  tamper("PRAGMA user_version = 99; UPDATE schema_reader SET oldest = 98");
  const auto refused = Journal::open(folder(), keys_, clock_);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("newer version"), std::string::npos);
  EXPECT_EQ(files("journal.db.damaged"), 0U);
  tamper("PRAGMA user_version = 1");
  EXPECT_EQ(open()->head(), head);
}

// An update that is taken back finds what the newer release left, as its migrations may change it.
TEST_F(JournalOpening, the_journal_of_the_next_release_goes_on) {
  const auto [kiosk, head] = one_answer();
  tamper(
      "ALTER TABLE record ADD COLUMN mood INTEGER NOT NULL DEFAULT 0;"
      "CREATE TABLE novelty (x INTEGER) STRICT; INSERT INTO novelty VALUES (7);"
      "PRAGMA user_version = 2");
  {
    const auto journal = open();
    EXPECT_EQ(journal->head(), head);
    EXPECT_EQ(*journal->append(an_answer()), head.sequence + 1);
  }
  EXPECT_EQ(verified(head.epoch).size(), head.sequence + 2);
  auto database = platform::Database::open(folder() / "journal.db", {});
  EXPECT_EQ(*database->integer("SELECT x FROM novelty"), 7);
  EXPECT_EQ(*database->integer("PRAGMA user_version"), 2);
}

TEST_F(JournalOpening, another_programs_database_is_refused_and_left_alone) {
  tamper("CREATE TABLE theirs (x INTEGER)");
  EXPECT_FALSE(Journal::open(folder(), keys_, clock_));
  EXPECT_EQ(files("journal.db.damaged"), 0U);
}

TEST_F(JournalOpening, a_folder_that_cannot_be_made_is_one_line) {
  const auto refused = Journal::open("/proc/absent", keys_, clock_);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("/proc/absent"), std::string::npos);
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Bytes flipped anywhere: the records stay where they are, or the file is put aside, or it is
// refused and left alone.
TEST_F(JournalOpening, flipped_bytes_lose_nothing) {
  const tests::TempFolder original;
  const auto records = [this] {
    auto database = platform::Database::open(folder() / "journal.db", {});
    const auto count = database->integer("SELECT count(*) FROM record");
    return count ? *count : 0;
  };
  for (int i = 0; i < 30; ++i) ASSERT_TRUE(open()->append(an_answer()));
  std::filesystem::copy(folder() / "journal.db", original.path() / "journal.db");
  const auto size = std::filesystem::file_size(original.path() / "journal.db");
  EXPECT_TRUE(rc::check([&] {
    lose_journal();
    std::filesystem::copy(original.path() / "journal.db", folder() / "journal.db");
    const auto flips =
        *rc::gen::container<std::vector<std::pair<std::size_t, std::uint8_t>>>(rc::gen::pair(
            rc::gen::inRange<std::size_t>(0, size), rc::gen::inRange<std::uint8_t>(1, 255)));
    {
      std::fstream file(folder() / "journal.db", std::ios::in | std::ios::out | std::ios::binary);
      for (const auto& [place, mask] : flips) {
        file.seekg(static_cast<std::streamoff>(place));
        const int byte = file.get();
        file.seekp(static_cast<std::streamoff>(place));
        file.put(static_cast<char>(byte ^ mask));
      }
    }
    const std::string before = bytes_of(folder() / "journal.db");
    for (const auto& old : std::filesystem::directory_iterator(folder())) {
      if (old.path().filename().string().starts_with("journal.db.damaged-")) {
        std::filesystem::remove(old);
      }
    }
    tests::MemoryKeyStore keys = keys_;
    testing::internal::CaptureStderr();
    auto journal = Journal::open(folder(), keys, clock_);
    const bool refused = !journal;
    if (journal) (void)(*journal)->append(an_answer());
    testing::internal::GetCapturedStderr();
    if (refused) {
      RC_ASSERT(bytes_of(folder() / "journal.db") == before);
    } else {
      RC_ASSERT(files("journal.db.damaged-") > 0U || records() > 30);
    }
  }));
}

}  // namespace
}  // namespace smilepost::kiosk
