#include "kiosk/sound/occasions.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

constexpr int noon = 12 * 60;

SoundSettings both() {
  return {.tap = true, .thanks = true};
}

// Home, one vote that is thanked for at once, home: what was heard at the thanks.
std::optional<Sound> visit(Occasions& occasions, int minute = noon, bool calm = false) {
  occasions.shown(Stage::home, calm, minute);
  const auto heard = occasions.shown(Stage::thank_you, calm, minute);
  occasions.shown(Stage::home, calm, minute);
  return heard;
}

TEST(Occasions, ATapTicksAndThanksSoundOnceAVisit) {
  Occasions occasions(both());
  EXPECT_EQ(occasions.tapped(noon), Sound::tap);
  EXPECT_EQ(occasions.shown(Stage::home, false, noon), std::nullopt);
  EXPECT_EQ(occasions.shown(Stage::follow_up, false, noon), std::nullopt);
  EXPECT_EQ(occasions.shown(Stage::thank_you, false, noon), Sound::thanks);
  EXPECT_EQ(occasions.shown(Stage::thank_you, false, noon), std::nullopt) << "the first frame";
  occasions.shown(Stage::change_answer, false, noon);
  EXPECT_EQ(occasions.shown(Stage::thank_you, false, noon), std::nullopt) << "thanked already";
  EXPECT_EQ(visit(occasions), Sound::thanks) << "the next shopper";
}

TEST(Occasions, EachSoundIsAskedForByItself) {
  Occasions tap({.tap = true}), thanks({.thanks = true}), none({});
  EXPECT_EQ(tap.tapped(noon), Sound::tap);
  EXPECT_EQ(visit(tap), std::nullopt);
  EXPECT_EQ(thanks.tapped(noon), std::nullopt);
  EXPECT_EQ(visit(thanks), Sound::thanks);
  EXPECT_EQ(none.tapped(noon), std::nullopt);
  EXPECT_EQ(visit(none), std::nullopt);
}

TEST(Occasions, QuietHoursAreSilent) {
  SoundSettings settings = both();
  settings.quiet = {{20 * 60, 8 * 60}};
  Occasions occasions(settings);
  for (const int minute : {20 * 60, 0, 8 * 60 - 1}) {
    EXPECT_EQ(occasions.tapped(minute), std::nullopt) << minute;
    EXPECT_EQ(visit(occasions, minute), std::nullopt) << minute;
  }
  EXPECT_EQ(occasions.tapped(8 * 60), Sound::tap);
}

TEST(Occasions, ACalmScreenIsSilent) {
  Occasions occasions(both());
  EXPECT_EQ(visit(occasions, noon, true), std::nullopt);
  EXPECT_EQ(occasions.tapped(noon), std::nullopt);
  EXPECT_EQ(visit(occasions), Sound::thanks);
  EXPECT_EQ(occasions.tapped(noon), Sound::tap);
}

TEST(Occasions, AnAnswerThatIsKeptLateIsThankedForLate) {
  Occasions occasions(both());
  occasions.shown(Stage::home, false, noon);
  EXPECT_EQ(occasions.shown(Stage::on_break, false, noon), std::nullopt);
  EXPECT_EQ(occasions.shown(Stage::thank_you, false, noon), Sound::thanks);
}

}  // namespace
}  // namespace smilepost::kiosk
