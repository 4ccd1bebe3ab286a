#include "backend/storage.h"

#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

using record::EpochReason;
using record::HeadReport;
using record::Health;
using record::HealthFigures;
using record::Kind;

class StorageTest : public KitchenTest {
 protected:
  StorageTest() { kitchen.enrol(kiosk); }

  Storage storage() {
    kitchen.post_records(kiosk.batch());
    return kitchen.figures().kiosks.at(0).storage;
  }
  void report(HealthFigures health) {
    kiosk.append(Kind::head, HeadReport{0, 0, "0.1.0", std::move(health)});
  }

  HandMadeKiosk kiosk;
};

TEST_F(StorageTest, KnowsNothingBeforeTheFirstHead) {
  const Storage found = storage();
  EXPECT_FALSE(found.free_bytes);
  EXPECT_EQ(found.missing + found.lost + found.damaged + found.put_back, 0U);
}

TEST_F(StorageTest, IsThatOfTheNewestHead) {
  report({{Health::free_bytes, 900}, {Health::failed_writes, 1}});
  report({{Health::free_bytes, 700}, {Health::failed_writes, 0}, {Health::damaged_files, 2}});
  const Storage found = storage();
  EXPECT_EQ(found.free_bytes, 700U);
  EXPECT_EQ(found.failed_writes, 0U);
  EXPECT_EQ(found.damaged_files, 2U);
}

TEST_F(StorageTest, MissesWhatAJournalHeldAndNeverSent) {
  for (int i = 0; i < 9; ++i) kiosk.vote(4);
  const std::string all = kiosk.batch();
  kitchen.post_records(kiosk.batch(0, 4));
  kiosk.open_epoch(EpochReason::journal_lost, true);
  EXPECT_EQ(storage().missing, 6U);
  EXPECT_EQ(storage().lost, 1U);
  kitchen.post_records(all);  // found after all
  EXPECT_EQ(storage().missing, 0U);
}

TEST_F(StorageTest, MissesAllOfAnEpochOfWhichNothingCame) {
  for (int i = 0; i < 3; ++i) kiosk.vote(4);
  kiosk.open_epoch(EpochReason::journal_damaged, true);
  EXPECT_EQ(storage().missing, 4U);
}

// The deleted tail of a restored card was here already: nothing is missing, and yet it shows.
TEST_F(StorageTest, ShowsAJournalThatWasPutBackBehindWhatIsHere) {
  for (int i = 0; i < 5; ++i) kiosk.vote(4);
  kitchen.post_records(kiosk.batch());
  kiosk.forget_from(3);
  kiosk.open_epoch(EpochReason::card_restored, true);
  const Storage found = storage();
  EXPECT_EQ(found.put_back, 1U);
  EXPECT_EQ(found.missing, 0U);
}

TEST_F(StorageTest, ForgetsAfterThirtyDaysWhatIsNotMissing) {
  kiosk.vote(4);
  storage();
  kiosk.open_epoch(EpochReason::journal_damaged, true);
  EXPECT_EQ(storage().damaged, 1U);
  kitchen.clock.now_ms += std::int64_t{32} * 24 * 3'600 * 1'000;
  EXPECT_EQ(storage().damaged, 0U);
}

}  // namespace
}  // namespace smilepost::backend::test
