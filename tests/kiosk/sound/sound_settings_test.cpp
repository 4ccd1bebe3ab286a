#include "kiosk/sound/sound_settings.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

constexpr int at(int hour, int minute) {
  return hour * 60 + minute;
}

TEST(SoundSettings, ATimeOfDayHasTwoDigitsEach) {
  EXPECT_EQ(minute_of_day("00:00"), 0);
  EXPECT_EQ(minute_of_day("07:30"), 450);
  EXPECT_EQ(minute_of_day("23:59"), 1439);
  for (const auto* wrong :
       {"", "7:30", "24:00", "12:60", "12-30", "12:3", "12:300", "-1:00", "ab:cd"})
    EXPECT_FALSE(minute_of_day(wrong)) << wrong;
}

TEST(SoundSettings, QuietHoursEndWithTheFirstMinuteThatIsNotQuiet) {
  const QuietHours lunch{at(12, 0), at(13, 30)};
  EXPECT_FALSE(lunch.hold(at(11, 59)));
  EXPECT_TRUE(lunch.hold(at(12, 0)));
  EXPECT_TRUE(lunch.hold(at(13, 29)));
  EXPECT_FALSE(lunch.hold(at(13, 30)));
}

TEST(SoundSettings, QuietHoursGoOverMidnight) {
  const QuietHours night{at(20, 0), at(8, 0)};
  EXPECT_FALSE(night.hold(at(19, 59)));
  EXPECT_TRUE(night.hold(at(20, 0)));
  EXPECT_TRUE(night.hold(at(23, 59)));
  EXPECT_TRUE(night.hold(0));
  EXPECT_TRUE(night.hold(at(7, 59)));
  EXPECT_FALSE(night.hold(at(8, 0)));
  EXPECT_FALSE(night.hold(at(14, 0)));
  const QuietHours evening{at(20, 0), 0};
  EXPECT_TRUE(evening.hold(at(23, 59)));
  EXPECT_FALSE(evening.hold(0));
}

TEST(SoundSettings, AnyOfSeveralQuietHoursHolds) {
  const SoundSettings settings{.quiet = {{at(12, 0), at(13, 0)}, {at(20, 0), at(8, 0)}}};
  EXPECT_TRUE(settings.quiet_at(at(12, 30)));
  EXPECT_TRUE(settings.quiet_at(at(3, 0)));
  EXPECT_FALSE(settings.quiet_at(at(10, 0)));
}

TEST(SoundSettings, SilentUnlessToldOtherwise) {
  EXPECT_FALSE(SoundSettings{}.ever_heard());
  EXPECT_TRUE(SoundSettings{.tap = true}.ever_heard());
  EXPECT_TRUE(SoundSettings{.thanks = true}.ever_heard());
  EXPECT_FALSE((SoundSettings{.tap = true, .thanks = true, .volume = 0}.ever_heard()));
}

}  // namespace
}  // namespace smilepost::kiosk
