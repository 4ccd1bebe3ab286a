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
  ArchiveWatch watch(*kitchen.archive, health);
  watch.look();
  EXPECT_TRUE(health.archive_is_there());
  kitchen.archive->store().script("ALTER TABLE archive RENAME TO elsewhere").operator*();
  watch.look();
  EXPECT_FALSE(health.archive_is_there());
  kitchen.archive->store().script("ALTER TABLE elsewhere RENAME TO archive").operator*();
  watch.look();
  EXPECT_TRUE(health.archive_is_there());
}

}  // namespace
}  // namespace smilepost::backend::test
