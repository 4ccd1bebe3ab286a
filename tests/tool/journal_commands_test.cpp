// verify, export and counts on a kiosk's state folder, written by the real journal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "kiosk/journal/epoch_keys.h"
#include "kiosk/journal/journal.h"
#include "kiosk/journal/journal_reader.h"
#include "platform/clock.h"
#include "platform/key_store.h"
#include "platform/sqlite.h"
#include "tests/record/samples.h"
#include "tests/tool/outcome.h"

namespace smilepost::tool {
namespace {

using testing::HasSubstr;

class JournalCommandsTest : public testing::Test {
 protected:
  void SetUp() override {
    record::initialise_crypto();
    auto keys = platform::open_key_folder(folder_.path() / "keys");
    ASSERT_TRUE(keys) << keys.error().message;
    keys_ = std::move(*keys);
    auto journal = kiosk::Journal::open(folder_.path(), *keys_, clock_);
    ASSERT_TRUE(journal) << journal.error().message;
    journal_ = std::move(*journal);
    for (std::uint8_t value = 1; value <= 3; ++value) {
      ASSERT_TRUE(journal_->append(record::samples::vote(value)));
    }
  }

  std::string state() const { return folder_.path(); }
  Outcome export_to(const std::string& file) {
    return outcome_of({"export", "--state", state(), "--out", file});
  }

  // Behind the kiosk's back.
  void tamper(const std::string& sql) {
    journal_.reset();
    auto database = platform::Database::open(folder_.path() / "journal.db", {});
    ASSERT_TRUE(database) << database.error().message;
    const Status done = database->execute("PRAGMA foreign_keys = OFF; " + sql);
    ASSERT_TRUE(done) << done.error().message;
  }

  OwnFolder folder_;
  platform::SystemClock clock_;
  std::unique_ptr<platform::KeyStore> keys_;
  std::unique_ptr<kiosk::Journal> journal_;
};

TEST_F(JournalCommandsTest, RecoversWhatVerifiesFromAJournalPutAside) {
  const auto epoch = journal_->head().epoch;
  ASSERT_TRUE(journal_->checkpoint());
  journal_.reset();
  std::fstream file(folder_.file("journal.db"), std::ios::in | std::ios::out | std::ios::binary);
  file.write(std::string(4096, '\0').data(), 4096);  // the schema is gone
  file.close();
  const Outcome outcome = outcome_of({"recover", "--state", state()});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("4 records saved"));
  const auto reader = kiosk::JournalReader::open(folder_.path());
  ASSERT_TRUE(reader);
  EXPECT_EQ((*reader)->page(epoch, 0, 10, 1U << 20U)->size(), 4U);
  EXPECT_EQ(outcome_of({"verify", state()}).code, 0);
  EXPECT_THAT(outcome_of({"recover", "--state", state()}).out, HasSubstr("nothing was put aside"));
}

TEST_F(JournalCommandsTest, RecoveringWaitsForTheKioskToStop) {
  const Outcome outcome = outcome_of({"recover", "--state", state()});
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("held by another program"));
}

TEST_F(JournalCommandsTest, RecoveringMakesNoStateWhereThereIsNone) {
  const OwnFolder empty;
  EXPECT_EQ(outcome_of({"recover", "--state", empty.path()}).code, 3);
  EXPECT_TRUE(std::filesystem::is_empty(empty.path()));
}

TEST_F(JournalCommandsTest, VerifiesBesideTheWriter) {
  for (const std::string& path : {state(), folder_.file("journal.db")}) {
    const Outcome outcome = outcome_of({"verify", path});
    EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("good: 4 records (3 answers) in 1 epoch of kiosk"));
  }
}

TEST_F(JournalCommandsTest, NamesTheRecordThatWasChanged) {
  // A record's last byte is the signature's, and never above 0x10 there.
  tamper(
      "UPDATE record SET cose = CAST(substr(cose, 1, length(cose) - 1) || x'ff' AS BLOB)"
      " WHERE sequence = 2");
  const Outcome outcome = outcome_of({"verify", state()});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(
      outcome.out,
      testing::MatchesRegex("record 3 \\(epoch [0-9a-f]+, sequence 2\\): wrong_signature: .*\n"));
}

TEST_F(JournalCommandsTest, GoesOnBeyondAGapThatTheKioskHasNoted) {
  const auto epoch = journal_->head().epoch;
  for (std::uint8_t value = 1; value <= 3; ++value) {
    ASSERT_TRUE(journal_->append(record::samples::vote(value)));
  }
  ASSERT_TRUE(journal_->rotate_key());
  tamper(
      "UPDATE record SET cose = x'a0' WHERE sequence = 2; DELETE FROM record WHERE sequence = 5");
  journal_ = *kiosk::Journal::open(folder_.path(), *keys_, clock_);
  ASSERT_TRUE(journal_->note_gap(epoch, 2));
  EXPECT_EQ(export_to(folder_.file("not.smilepost")).code, 1);  // the second is not noted yet
  ASSERT_TRUE(journal_->note_gap(epoch, 5));
  const std::string file = folder_.file("audit.smilepost");
  ASSERT_EQ(export_to(file).code, 0);
  for (const std::string& what : {state(), file}) {
    const Outcome outcome = outcome_of({"verify", what});
    EXPECT_EQ(outcome.code, 0) << outcome.out;
    EXPECT_THAT(outcome.out, HasSubstr("good: 9 records (4 answers) in "));
    EXPECT_THAT(outcome.out, HasSubstr("note: 2 records are missing"));
  }
}

TEST_F(JournalCommandsTest, WhatLiesBeforeAGapIsMissedAllTheSame) {
  const auto epoch = journal_->head().epoch;
  ASSERT_TRUE(journal_->rotate_key());
  tamper("DELETE FROM record WHERE sequence = 2");
  journal_ = *kiosk::Journal::open(folder_.path(), *keys_, clock_);
  ASSERT_TRUE(journal_->note_gap(epoch, 2));
  EXPECT_EQ(outcome_of({"verify", state()}).code, 0);
  tamper("DELETE FROM record WHERE sequence = 1 AND epoch = " + std::to_string(epoch));
  EXPECT_THAT(outcome_of({"verify", state()}).out, HasSubstr("gap: "));
  EXPECT_EQ(export_to(folder_.file("audit.smilepost")).code, 1);
}

TEST_F(JournalCommandsTest, NamesARecordThatIsMissing) {
  tamper("DELETE FROM record WHERE sequence = 1");
  const Outcome outcome = outcome_of({"verify", state()});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("sequence 2): gap: "));
  const Outcome exported = export_to(folder_.file("out.smilepost"));
  EXPECT_EQ(exported.code, 1);
  EXPECT_THAT(exported.err, HasSubstr("gap"));
  EXPECT_FALSE(std::filesystem::exists(folder_.file("out.smilepost")));
  EXPECT_FALSE(std::filesystem::exists(folder_.file("out.smilepost.part")));
}

TEST_F(JournalCommandsTest, AJournalWithoutEpochsIsNotGood) {
  tamper("DELETE FROM record; DELETE FROM epoch");
  const Outcome outcome = outcome_of({"verify", state()});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("end: not_opened: "));
}

// The second epoch of a journal, as a kiosk opens it that lost its newest key; signed and linked.
class SecondEpochTest : public JournalCommandsTest {
 protected:
  void open_second(std::optional<record::Signature> endorsement) {
    const auto first = journal_->head();
    const auto key = record::SigningKey::from_seed({9});
    record::Record record;
    record.kiosk = journal_->kiosk();
    record.epoch = first.epoch ^ 1U;
    record.kind = record::Kind::epoch_opened;
    record.body = record::EpochOpened{key.public_key(), record::EpochReason::card_restored, first,
                                      endorsement};
    const auto cose = record::seal(record, key);
    const auto epoch = std::to_string(record.epoch);
    tamper("INSERT INTO epoch (epoch, public_key) VALUES (" + epoch + ", x'" +
           record::to_hex(key.public_key()) + "'); INSERT INTO record VALUES (" + epoch +
           ", 0, 1, x'" + record::to_hex(record::hash_of(cose)) + "', 0, 0, x'" +
           record::to_hex(cose) + "')");
  }
  record::Signature endorsed_by(const record::SigningKey& key) {
    return key.sign(record::SigningKey::from_seed({9}).public_key());
  }
  record::SigningKey first_key() {
    return std::move(**kiosk::EpochKeys(*keys_).key(journal_->head().epoch));
  }
};

TEST_F(SecondEpochTest, OneThatTheFirstEndorsesIsGood) {
  open_second(endorsed_by(first_key()));
  const Outcome outcome = outcome_of({"verify", state()});
  EXPECT_EQ(outcome.code, 0) << outcome.out;
  EXPECT_THAT(outcome.out, Not(HasSubstr("note:")));
}

TEST_F(SecondEpochTest, OneThatNobodyEndorsesIsNoted) {
  open_second({});
  const Outcome outcome = outcome_of({"verify", state()});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("note: 1 of the epochs not endorsed by the one before"));
}

// Also in an export, which the second epoch's key signs.
TEST_F(SecondEpochTest, OneThatNobodyEndorsesIsNotedInItsExport) {
  const auto second = journal_->head().epoch ^ 1U;
  open_second({});
  ASSERT_TRUE(kiosk::EpochKeys(*keys_).keep_key(second, record::SigningKey::from_seed({9})));
  const std::string file = folder_.file("out.smilepost");
  const Outcome exported = export_to(file);
  ASSERT_EQ(exported.code, 0) << exported.err;
  const Outcome outcome = outcome_of({"verify", file});
  EXPECT_EQ(outcome.code, 0) << outcome.out;
  EXPECT_THAT(outcome.out, HasSubstr("note: 1 of the epochs not endorsed by the one before"));
}

TEST_F(SecondEpochTest, OneThatAnotherKeyEndorsesIsBad) {
  open_second(endorsed_by(record::SigningKey::from_seed({8})));
  const Outcome outcome = outcome_of({"verify", state()});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("sequence 0): wrong_signature: "));
}

// A user who may read the state and nothing else. Root may write everywhere, so it becomes nobody.
class Guest {
 public:
  explicit Guest(const std::filesystem::path& folder) : folder_(folder) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      std::filesystem::permissions(entry, entry.is_directory() ? std::filesystem::perms(0755)
                                                               : std::filesystem::perms(0444));
    }
    std::filesystem::permissions(folder, std::filesystem::perms(0555));
    EXPECT_EQ(root_ ? seteuid(65534) : 0, 0);
  }
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;
  ~Guest() {
    EXPECT_EQ(root_ ? seteuid(0) : 0, 0);
    std::filesystem::permissions(folder_, std::filesystem::perms(0755));
  }

 private:
  std::filesystem::path folder_;
  bool root_ = geteuid() == 0;
};

TEST_F(JournalCommandsTest, AJournalAtRestIsReadWhereNothingMayBeWritten) {
  journal_.reset();
  const Guest guest(state());
  const Outcome verified = outcome_of({"verify", state()});
  EXPECT_EQ(verified.code, 0) << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("(3 answers)"));
  EXPECT_EQ(outcome_of({"counts", "--state", state()}).code, 0);
}

TEST_F(JournalCommandsTest, ACardThatWasPulledOutMustBeCopiedWhereNothingMayBeWritten) {
  const OwnFolder card;
  for (const char* name : {"journal.db", "journal.db-wal"}) {
    std::filesystem::copy(folder_.file(name), card.file(name));
  }
  ASSERT_GT(std::filesystem::file_size(card.file("journal.db-wal")), 0U);
  const std::string pulled_out = card.path();
  const Guest guest(card.path());
  for (const Words& words : {Words{"verify", pulled_out}, Words{"counts", "--state", pulled_out}}) {
    const Outcome outcome = outcome_of(words);
    EXPECT_EQ(outcome.code, 3) << outcome.out;
    EXPECT_THAT(outcome.err, HasSubstr("copy it with its -wal"));
  }
}

TEST_F(JournalCommandsTest, NoticesThatAcknowledgedRecordsAreGone) {
  record::Receipt receipt;
  receipt.kiosk = journal_->kiosk();
  receipt.head = journal_->head();
  receipt.epoch = receipt.head->epoch;
  ASSERT_TRUE(journal_->keep_receipt(receipt));
  tamper("DELETE FROM record WHERE sequence = 3");
  const Outcome outcome = outcome_of({"verify", state()});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("end of epoch"));
  EXPECT_THAT(outcome.out, HasSubstr("head_mismatch: "));
}

TEST_F(JournalCommandsTest, ExportsWhatVerifies) {
  const std::string file = folder_.file("out.smilepost");
  const Outcome exported = export_to(file);
  EXPECT_EQ(exported.code, 0) << exported.err;
  EXPECT_THAT(exported.out, HasSubstr("4 records in "));
  const Outcome verified = outcome_of({"verify", file});
  EXPECT_EQ(verified.code, 0) << verified.out;
  EXPECT_THAT(verified.out, HasSubstr("(3 answers)"));
}

TEST_F(JournalCommandsTest, OverwritesNothing) {
  const std::string file = folder_.file("out.smilepost");
  EXPECT_EQ(export_to(file).code, 0);
  const Outcome again = export_to(file);
  EXPECT_EQ(again.code, 2);
  EXPECT_THAT(again.err, HasSubstr("exists"));
}

TEST_F(JournalCommandsTest, WritesIntoNobodysFile) {
  const std::string file = folder_.file("out.smilepost"), other = folder_.file("theirs");
  std::ofstream(other) << "theirs";
  std::filesystem::create_symlink(other, file + ".part");
  const Outcome outcome = export_to(file);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("out.smilepost.part"));
  EXPECT_EQ(std::filesystem::file_size(other), 6U);
  EXPECT_TRUE(std::filesystem::is_symlink(file + ".part"));
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(JournalCommandsTest, ExportNeedsTheKey) {
  std::filesystem::remove_all(folder_.path() / "keys");
  const Outcome outcome = export_to(folder_.file("out.smilepost"));
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("keys"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "keys"));
  EXPECT_FALSE(std::filesystem::exists(folder_.file("out.smilepost")));
}

TEST_F(JournalCommandsTest, CountsKeptAndAcknowledged) {
  const auto expect = [&](const char* json) {
    const Outcome outcome = outcome_of({"counts", "--state", state(), "--json"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, json);
  };
  expect("{\"kept\":3,\"acknowledged\":0}\n");
  record::Receipt receipt;
  receipt.kiosk = journal_->kiosk();
  receipt.head = journal_->head();
  receipt.epoch = receipt.head->epoch;
  ASSERT_TRUE(journal_->keep_receipt(receipt));
  ASSERT_TRUE(journal_->append(record::samples::vote(4)));
  expect("{\"kept\":4,\"acknowledged\":3}\n");
  EXPECT_EQ(outcome_of({"counts", "--state", state()}).out,
            "answer records kept: 4\nanswer records acknowledged: 3\n");
}

TEST_F(JournalCommandsTest, AMissingJournalIsUnreadable) {
  const std::string nowhere = folder_.file("nowhere");
  EXPECT_EQ(outcome_of({"counts", "--state", nowhere}).code, 3);
  EXPECT_EQ(outcome_of({"export", "--state", nowhere, "--out", folder_.file("x")}).code, 3);
}

}  // namespace
}  // namespace smilepost::tool
