#include "backend/audit.h"

#include <gmock/gmock.h>

#include "backend/store/open_store.h"
#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class AuditTest : public KitchenTest {
 protected:
  AuditTest() {
    kitchen.enrol(kiosk);
    kiosk.vote(4, 4, "why");
    kiosk.reasons(1, "why", {"queue"});
    for (int i = 0; i < 4; ++i) kiosk.vote(1);
    post(kiosk.batch());
  }
  void post(const std::string& batch) { EXPECT_EQ(kitchen.post_records(batch).status, 200); }
  void change(const std::string& sql) { EXPECT_TRUE(kitchen.archive->store().script(sql)); }
  // As the command does: another connection, that only reads.
  AuditedKiosk audited() {
    auto store = open_store(database_in(folder.path()), Access::read);
    EXPECT_TRUE(store) << store.error().message;
    Audit audit(**store, kitchen.pool);
    auto report = audit.look_at(kiosk.id(), [this](std::uint64_t more) { looked_at += more; });
    EXPECT_TRUE(report) << report.error().message;
    return *std::move(report);
  }
  std::vector<std::string> faults() { return audited().faults; }

  HandMadeKiosk kiosk;
  std::uint64_t looked_at = 0;
};

TEST_F(AuditTest, WhatNobodyTouchedIsGood) {
  const AuditedKiosk report = audited();
  EXPECT_THAT(report.faults, IsEmpty());
  EXPECT_EQ(report.records, 7U);
  EXPECT_EQ(looked_at, 7U);
}

TEST_F(AuditTest, SoAreBranchesRotatedKeysAndWhatCameBackToLife) {
  HandMadeKiosk copy = kiosk;
  copy.vote(2);
  kiosk.vote(3);
  post(kiosk.batch());
  post(copy.batch());
  kiosk.append(record::Kind::epoch_closed, record::EpochClosed{});
  post(kiosk.batch());
  kiosk.open_epoch(record::EpochReason::key_rotated, true);
  kiosk.vote(4);
  post(kiosk.batch());
  EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(AuditTest, SoIsAGapThatTheKioskSigned) {
  const auto opened = record::open_unverified(kiosk.at(0)).record;
  const auto key = std::get<record::EpochOpened>(opened.body).public_key;
  for (int i = 0; i < 4; ++i) kiosk.vote(4);
  const record::Gap gap{kiosk.epoch(), key, 7, 8, kiosk.head_at(8).hash};
  const std::string beyond = kiosk.batch(9, 11);
  kiosk.open_epoch(record::EpochReason::journal_damaged, true);
  kiosk.append(record::Kind::gap, gap);
  post(kiosk.batch());
  post(beyond);
  EXPECT_THAT(faults(), IsEmpty());

  change("UPDATE gap SET first = 6");
  change("DELETE FROM record WHERE kind = 2 AND sequence = 6");
  EXPECT_THAT(faults(), testing::Contains(HasSubstr(
                            "record 6: is missing, and the kiosk has not signed that it is")));
}

TEST_F(AuditTest, ABitOfAnyRecordShows) {
  change(
      "UPDATE record SET cose = (SELECT cose FROM record WHERE sequence = 4) "
      "WHERE sequence = 3");
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("record 3: ")));
}

TEST_F(AuditTest, AnotherSignatureShowsThoughTheChainHolds) {
  const record::Bytes cose = kitchen.blob("SELECT cose FROM record WHERE sequence = 3");
  record::Bytes forged = cose;
  forged.back() ^= 1U;  // of the signature
  EXPECT_TRUE(run(kitchen.archive->store(), "UPDATE record SET cose = ?1 WHERE sequence = 3",
                  Blob(forged)));
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("record 3: wrong_signature")));
}

TEST_F(AuditTest, AMissingRecordShows) {
  change("DELETE FROM record WHERE sequence = 3");
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("record 4: gap"), HasSubstr("5 answers are kept")));
}

TEST_F(AuditTest, ACutTailShows) {
  change("DELETE FROM record WHERE sequence = 6");
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("the last record that was acknowledged is missing"),
                                    HasSubstr("answers are kept")));
}

TEST_F(AuditTest, ManyFaultsAreCutShort) {
  for (int i = 0; i < 30; ++i) kiosk.vote(4);
  post(kiosk.batch());
  change("UPDATE record SET cose = hash WHERE sequence > 2");
  const auto lines = faults();
  EXPECT_THAT(lines, testing::SizeIs(5));
  EXPECT_THAT(lines.back(), HasSubstr("more of this epoch is not listed"));
}

TEST_F(AuditTest, AFigureThatTheVisitsDoNotAddUpToShows) {
  change("UPDATE hourly_vote SET visits = visits + 1 WHERE value = 4");
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("hourly figures")));
  change("UPDATE hourly_vote SET visits = visits - 1 WHERE value = 4");
  EXPECT_THAT(faults(), IsEmpty());
  change("UPDATE hourly_reason SET good_visits = 0");
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("hourly figures")));
}

TEST_F(AuditTest, AnAnswerMoreShows) {
  change("UPDATE chain SET answers = 7");
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("6 answers are kept, 7 were counted")));
}

// As somebody with access to the database would write one, with a key of their own.
TEST_F(AuditTest, AnEpochThatNobodyVouchesForShows) {
  HandMadeKiosk mallory = kiosk;
  mallory.open_epoch(record::EpochReason::card_restored, false);
  change("UPDATE kiosk SET revoked_ms = NULL");
  const auto opened = record::open_unverified(mallory.at(0)).record;
  const auto& body = std::get<record::EpochOpened>(opened.body);
  Store& store = kitchen.archive->store();
  EXPECT_EQ(kitchen.post_records(mallory.batch()).status, 403);
  EXPECT_TRUE(run(store, "UPDATE waiting_epoch SET accepted_ms = 1 WHERE public_key = ?1",
                  body.public_key));
  post(mallory.batch());
  EXPECT_THAT(faults(), IsEmpty());
  change("UPDATE waiting_epoch SET accepted_ms = NULL");
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("no key of this kiosk vouches for it")));
}

TEST_F(AuditTest, GoesThroughAllKiosks) {
  HandMadeKiosk other;
  kitchen.enrol(other);
  Audit audit(kitchen.archive->store(), kitchen.pool);
  const auto first = audit.after({}).operator*();
  const auto second = audit.after(first).operator*();
  EXPECT_EQ((std::set{*first, *second}), (std::set{kiosk.id(), other.id()}));
  EXPECT_LT(*first, *second);
  EXPECT_EQ(audit.after(second).operator*(), std::nullopt);
  EXPECT_EQ(audit.records().operator*(), 7U);
}

TEST_F(AuditTest, WhoOnlyReadsCannotWrite) {
  auto store = open_store(database_in(folder.path()), Access::read);
  ASSERT_TRUE(store);
  auto unit = Unit::begin(**store);
  ASSERT_TRUE(unit);
  EXPECT_FALSE((*store)->script("DELETE FROM record"));
}

TEST(AuditFileTest, MakesNoDatabaseWhereThereIsNone) {
  const TemporaryFolder folder;
  EXPECT_FALSE(open_store((folder.path() / "nothing.sqlite").string(), Access::read));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "nothing.sqlite"));
}

}  // namespace
}  // namespace smilepost::backend::test
