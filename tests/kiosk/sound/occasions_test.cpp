#include "kiosk/sound/occasions.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

constexpr int noon = 12 * 60;

SoundSettings both() {
  return {.tap = true, .thanks = true};
}

// Home, one vote that is thanked for at once, home: what was heard at the thanks.
std::optional<Sound> visit(Occasions& occasions, std::uint64_t now_ms, int minute = noon) {
  occasions.shown(Stage::home, now_ms, minute);
  const auto heard = occasions.shown(Stage::thank_you, now_ms, minute);
  occasions.shown(Stage::home, now_ms, minute);
  return heard;
}

TEST(Occasions, ATapTicksAndThanksSoundOnceAVisit) {
  Occasions occasions(both());
  EXPECT_EQ(occasions.tapped(1'000, noon), Sound::tap);
  EXPECT_EQ(occasions.shown(Stage::home, 1'000, noon), std::nullopt);
  EXPECT_EQ(occasions.shown(Stage::follow_up, 2'000, noon), std::nullopt);
  EXPECT_EQ(occasions.shown(Stage::thank_you, 9'000, noon), Sound::thanks);
  EXPECT_EQ(occasions.shown(Stage::thank_you, 9'016, noon), std::nullopt) << "the first frame";
  occasions.shown(Stage::change_answer, 10'000, noon);
  EXPECT_EQ(occasions.shown(Stage::thank_you, 11'000, noon), std::nullopt) << "thanked already";
  EXPECT_EQ(visit(occasions, 60'000), Sound::thanks) << "the next shopper";
}

TEST(Occasions, EachSoundIsAskedForByItself) {
  Occasions tap({.tap = true}), thanks({.thanks = true}), none({});
  EXPECT_EQ(tap.tapped(0, noon), Sound::tap);
  EXPECT_EQ(visit(tap, 0), std::nullopt);
  EXPECT_EQ(thanks.tapped(0, noon), std::nullopt);
  EXPECT_EQ(visit(thanks, 0), Sound::thanks);
  EXPECT_EQ(none.tapped(0, noon), std::nullopt);
  EXPECT_EQ(visit(none, 0), std::nullopt);
}

TEST(Occasions, QuietHoursAreSilent) {
  SoundSettings settings = both();
  settings.quiet = {{20 * 60, 8 * 60}};
  Occasions occasions(settings);
  for (const int minute : {20 * 60, 0, 8 * 60 - 1}) {
    EXPECT_EQ(occasions.tapped(0, minute), std::nullopt) << minute;
    EXPECT_EQ(visit(occasions, 0, minute), std::nullopt) << minute;
  }
  EXPECT_EQ(occasions.tapped(100'000, 8 * 60), Sound::tap);
}

TEST(Occasions, FourVisitsInTwentySecondsMakeAMinutesSilence) {
  Occasions occasions(both());
  for (const std::uint64_t at : {0U, 6'000U, 12'000U})
    EXPECT_EQ(visit(occasions, at), Sound::thanks) << at;
  EXPECT_EQ(visit(occasions, 20'000), std::nullopt) << "the fourth";
  EXPECT_EQ(occasions.tapped(79'999, noon), std::nullopt);
  EXPECT_EQ(occasions.tapped(80'000, noon), Sound::tap);
  EXPECT_EQ(visit(occasions, 80'001), Sound::thanks);
}

TEST(Occasions, FourVisitsInMoreThanTwentySecondsAreShoppers) {
  Occasions occasions(both());
  for (const std::uint64_t at : {0U, 7'000U, 14'000U, 20'001U, 28'000U})
    EXPECT_EQ(visit(occasions, at), Sound::thanks) << at;
}

TEST(Occasions, OneVisitsManyScreensAreOneVisit) {
  Occasions occasions(both());
  for (std::uint64_t at = 0; at < 10'000; at += 1'000) {
    occasions.shown(Stage::follow_up, at, noon);
    occasions.shown(Stage::change_answer, at, noon);
  }
  EXPECT_EQ(occasions.shown(Stage::thank_you, 10'000, noon), Sound::thanks);
}

TEST(Occasions, AnAnswerThatIsKeptLateIsThankedForLate) {
  Occasions occasions(both());
  occasions.shown(Stage::home, 0, noon);
  EXPECT_EQ(occasions.shown(Stage::on_break, 5'000, noon), std::nullopt);
  EXPECT_EQ(occasions.shown(Stage::thank_you, 9'000, noon), Sound::thanks);
}

}  // namespace
}  // namespace smilepost::kiosk
