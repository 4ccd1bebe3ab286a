#include "kiosk/night_watch.h"

#include <gtest/gtest.h>

#include "tests/kiosk/fakes/fake_clock.h"

namespace smilepost::kiosk {
namespace {

constexpr std::int64_t noon_utc_ms = 1'803'988'800'000;  // Tuesday, 2 March 2027
constexpr std::int64_t hour_ms = 3'600'000;

class NightWatchTest : public testing::Test {
 protected:
  NightWatchTest() { timetable_.use(schedule()); }

  // Open from 8 to 20 in UTC.
  static Schedule schedule() {
    Schedule schedule;
    schedule.time_zone = "Etc/UTC";
    schedule.open.fill({{480, 1'200}});
    return schedule;
  }
  static Schedule always_open() {
    auto all_day = schedule();
    all_day.open.fill({{0, minutes_a_day}});
    return all_day;
  }
  // Whether it is quiet at that hour, with nobody there.
  bool quiet_at(int hour) {
    clock_.set_wall(noon_utc_ms + (hour - 12) * hour_ms);
    timetable_.look(clock_.monotonic_ms());
    watch_.act({}, now_ms_ += 1'000'000);
    return watch_.quiet();
  }
  void draw(Stage stage, StaffStage staff = StaffStage::closed) {
    SessionView view;
    view.stage = stage;
    StaffView panel;
    panel.stage = staff;
    watch_.frame_drawn({}, view, panel, now_ms_);
  }

  tests::FakeClock clock_;
  Timetable timetable_{clock_};
  NightWatch watch_{timetable_, {120, 300}};
  std::uint64_t now_ms_ = 0;
};

TEST_F(NightWatchTest, WhereTheShopClosesThatIsTheNight) {
  EXPECT_FALSE(quiet_at(12));
  EXPECT_FALSE(quiet_at(19));
  EXPECT_TRUE(quiet_at(20));
  EXPECT_TRUE(quiet_at(3));
  EXPECT_FALSE(quiet_at(8));
}

TEST_F(NightWatchTest, WhereItNeverClosesItsOwnHoursCount) {
  timetable_.use(always_open());
  EXPECT_FALSE(quiet_at(1));
  EXPECT_TRUE(quiet_at(2));
  EXPECT_TRUE(quiet_at(4));
  EXPECT_FALSE(quiet_at(5));
}

TEST_F(NightWatchTest, ByAClockThatIsNotTrustedItIsNeverNight) {
  timetable_.use(always_open());
  clock_.set_synchronised(false);
  clock_.set_wall(3 * hour_ms);  // 1970
  timetable_.look(clock_.monotonic_ms());
  watch_.act({}, 1'000'000);
  EXPECT_TRUE(watch_.nobody_there());
  EXPECT_FALSE(watch_.quiet());
}

TEST_F(NightWatchTest, WhoTouchedItWithinFiveMinutesIsStillThere) {
  ASSERT_TRUE(quiet_at(22));
  watch_.tapped(now_ms_);
  watch_.act({}, now_ms_ + NightWatch::nobody_after_ms - 1);
  EXPECT_FALSE(watch_.nobody_there());
  EXPECT_FALSE(watch_.quiet());
  watch_.act({}, now_ms_ + NightWatch::nobody_after_ms);
  EXPECT_TRUE(watch_.quiet());
}

TEST_F(NightWatchTest, AVisitOrTheStaffPanelIsSomebodyHoweverLongItRests) {
  ASSERT_TRUE(quiet_at(22));
  for (const auto stage : {Stage::change_answer, Stage::follow_up, Stage::thank_you}) {
    draw(stage);
    EXPECT_FALSE(quiet_at(22));
    draw(Stage::home);
    EXPECT_TRUE(quiet_at(22));
  }
  draw(Stage::night, StaffStage::pin);
  EXPECT_FALSE(quiet_at(22));
  draw(Stage::night);
  EXPECT_TRUE(quiet_at(22));
}

TEST_F(NightWatchTest, AFrameThatWasShownIsRemembered) {
  EXPECT_FALSE(watch_.has_shown_a_frame());
  watch_.frame_shown(1);
  EXPECT_TRUE(watch_.has_shown_a_frame());
}

}  // namespace
}  // namespace smilepost::kiosk
