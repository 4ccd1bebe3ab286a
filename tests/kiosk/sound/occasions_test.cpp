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
  occasions.shown({.stage = Stage::home, .calm = calm}, minute);
  const auto heard = occasions.shown({.stage = Stage::thank_you, .calm = calm}, minute);
  occasions.shown({.stage = Stage::home, .calm = calm}, minute);
  return heard;
}

TEST(Occasions, ATapTicksAndThanksSoundOnceAVisit) {
  Occasions occasions(both());
  EXPECT_EQ(occasions.tapped(noon), Sound::tap);
  EXPECT_EQ(occasions.shown({Stage::home}, noon), std::nullopt);
  EXPECT_EQ(occasions.shown({Stage::follow_up}, noon), std::nullopt);
  EXPECT_EQ(occasions.shown({Stage::thank_you}, noon), Sound::thanks);
  EXPECT_EQ(occasions.shown({Stage::thank_you}, noon), std::nullopt) << "the first frame";
  occasions.shown({Stage::change_answer}, noon);
  EXPECT_EQ(occasions.shown({Stage::thank_you}, noon), std::nullopt) << "thanked already";
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

TEST(Occasions, MoreTimeSoundsEachTimeThatItIsAskedFor) {
  const Shown question{Stage::follow_up}, asked{.stage = Stage::follow_up, .more_time = true};
  Occasions occasions({.more_time = true}), others(both());
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(occasions.shown(question, noon), std::nullopt);
    EXPECT_EQ(occasions.shown(asked, noon), Sound::more_time);
    EXPECT_EQ(occasions.shown(asked, noon), std::nullopt) << "the first frame";
    others.shown(question, noon);
    EXPECT_EQ(others.shown(asked, noon), std::nullopt) << "nobody wants to hear it";
  }
  auto calm = asked;
  calm.calm = true;
  occasions.shown(question, noon);
  EXPECT_EQ(occasions.shown(calm, noon), std::nullopt);
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
  occasions.shown({Stage::home}, noon);
  EXPECT_EQ(occasions.shown({Stage::on_break}, noon), std::nullopt);
  EXPECT_EQ(occasions.shown({Stage::thank_you}, noon), Sound::thanks);
}

}  // namespace
}  // namespace smilepost::kiosk
