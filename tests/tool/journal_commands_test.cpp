// verify, export and counts on a kiosk's state folder, written by the real journal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/journal/journal.h"
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
