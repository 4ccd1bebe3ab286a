#include "backend/health.h"

#include "backend/archive_watch.h"
#include "kitchen.h"
#include "tests/kiosk/fakes/fake_clock.h"

namespace smilepost::backend::test {
namespace {

TEST(HealthTest, IsReadyWhereTheArchiveAnsweredLately) {
  tests::FakeClock clock;
  Health health(clock);
  EXPECT_TRUE(health.why_not_ready()) << "nobody has asked it yet";
  health.archive_answers();
  EXPECT_FALSE(health.why_not_ready());
  clock.advance(10'000);
  EXPECT_FALSE(health.why_not_ready());
  clock.advance(1);
  EXPECT_TRUE(health.why_not_ready()) << "it hangs";
  health.archive_answers();
  health.archive_fails();
  EXPECT_NE(health.why_not_ready()->find("archive"), std::string::npos);
}

TEST(HealthTest, AnArchiveThatIsAwayIsNoHang) {
  tests::FakeClock clock;
  Health health(clock);
  health.archive_fails();
  clock.advance(120'000);
  EXPECT_TRUE(health.worker_comes_round());
  clock.advance(1);
  EXPECT_FALSE(health.worker_comes_round());
  health.archive_fails();
  EXPECT_TRUE(health.worker_comes_round());
  clock.advance(120'001);
  health.archive_answers();
  EXPECT_TRUE(health.worker_comes_round());
}

TEST(HealthTest, IsNotReadyWhileItStops) {
  const tests::FakeClock clock;
  Health health(clock);
  health.archive_answers();
  health.stops();
  EXPECT_NE(health.why_not_ready()->find("stopping"), std::string::npos);
}

using ArchiveWatchTest = KitchenTest;

TEST_F(ArchiveWatchTest, FindsOutWhetherTheArchiveIsThere) {
  Health health(kitchen.clock);
  Metrics metrics;
  ArchiveWatch watch(*kitchen.archive, kitchen.clock, health, metrics);
  watch.look();
  EXPECT_TRUE(health.archive_is_there());
  kitchen.archive->store().script("ALTER TABLE archive RENAME TO elsewhere").operator*();
  watch.look();
  EXPECT_FALSE(health.archive_is_there());
  kitchen.archive->store().script("ALTER TABLE elsewhere RENAME TO archive").operator*();
  watch.look();
  EXPECT_TRUE(health.archive_is_there());
}

TEST_F(ArchiveWatchTest, CountsKiosksEachMinute) {
  Health health(kitchen.clock);
  Metrics metrics;
  ArchiveWatch watch(*kitchen.archive, kitchen.clock, health, metrics);
  const HandMadeKiosk quiet;
  HandMadeKiosk lively;
  const HandMadeKiosk lost;
  kitchen.enrol(quiet);
  kitchen.enrol(lively);
  kitchen.enrol(lost);
  run(kitchen.archive->store(), "UPDATE kiosk SET revoked_ms = 1 WHERE kiosk = ?1", lost.id())
      .
      operator*();
  watch.look();
  EXPECT_EQ(metrics.kiosks_enrolled, 2U);
  EXPECT_EQ(metrics.kiosks_revoked, 1U);
  EXPECT_EQ(metrics.kiosks_silent, 0U);
  kitchen.clock.now_ms += 86'400'001;
  lively.vote(4);
  EXPECT_EQ(kitchen.post_records(lively.batch()).status, 200);
  watch.look();
  EXPECT_EQ(metrics.kiosks_silent, 1U);
  kitchen.clock.now_ms += 59'000;
  run(kitchen.archive->store(), "UPDATE kiosk SET revoked_ms = NULL").operator*();
  watch.look();
  EXPECT_EQ(metrics.kiosks_enrolled, 2U) << "not asked for again yet";
  kitchen.clock.now_ms += 1'000;
  watch.look();
  EXPECT_EQ(metrics.kiosks_enrolled, 3U);
}

}  // namespace
}  // namespace smilepost::backend::test
