// What is heard at a real screen.
#include "kiosk/sounding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/sound/waves.h"
#include "tests/driver/ui_driver.h"
#include "tests/kiosk/fakes/fake_clock.h"

namespace smilepost::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class FakeLoudspeaker final : public platform::Loudspeaker {
 public:
  void play(platform::Samples samples) override { played.push_back(std::move(samples)); }
  std::vector<platform::Samples> played;
};

constexpr int volume = 80;
const auto tick = kiosk::tap_wave(volume);
const auto thanks = kiosk::thanks_wave(volume);

class SoundingTest : public testing::Test {
 protected:
  void listen(UiDriver& ui,
              kiosk::SoundSettings settings = {.tap = true, .thanks = true, .volume = volume}) {
    sounding_.emplace(settings, loudspeaker_, timetable_);
    ui.app().look_on(*sounding_);
  }
  std::vector<platform::Samples> heard() { return std::exchange(loudspeaker_.played, {}); }

  FakeLoudspeaker loudspeaker_;
  FakeClock clock_;
  kiosk::Timetable timetable_{clock_};
  std::optional<kiosk::Sounding> sounding_;
};

TEST_F(SoundingTest, ATapTicksAndTheThanksSound) {
  UiDriver ui;
  listen(ui);
  ui.tap("face-4");
  EXPECT_THAT(heard(), ElementsAre(tick, thanks));
  ui.tap("new-visitor");
  EXPECT_THAT(heard(), ElementsAre(tick));
}

TEST_F(SoundingTest, MoreTimeIsHeardWhenItIsAskedFor) {
  UiDriver ui;
  listen(ui, {.more_time = true, .volume = volume});
  ui.tap("face-1");
  ui.wait(9'000);
  EXPECT_THAT(heard(), IsEmpty());
  ui.wait(4'000);
  EXPECT_THAT(heard(), ElementsAre(kiosk::more_time_wave(volume)));
  ui.tap("more-time");
  ui.wait(13'000);
  EXPECT_THAT(heard(), ElementsAre(kiosk::more_time_wave(volume)));
}

TEST_F(SoundingTest, EveryVoteSoundsTheSame) {
  for (const auto* face : {"face-1", "face-2", "face-3", "face-4"}) {
    UiDriver ui;
    listen(ui);
    ui.tap(face);
    if (ui.has("done")) ui.tap("done");
    auto sounds = heard();
    ASSERT_FALSE(sounds.empty()) << face;
    EXPECT_EQ(sounds.front(), tick) << face;
    EXPECT_EQ(sounds.back(), thanks) << face;
    std::erase(sounds, tick);
    EXPECT_THAT(sounds, ElementsAre(thanks)) << face;
  }
}

TEST_F(SoundingTest, ThanksWaitUntilTheAnswerIsKept) {
  UiDriver ui;
  listen(ui);
  ui.store().held = true;
  ui.tap("face-4");
  EXPECT_THAT(heard(), ElementsAre(tick));
  ui.store().held = false;
  ui.settle();
  EXPECT_THAT(heard(), ElementsAre(thanks));
}

TEST_F(SoundingTest, ATouchThatDoesNotCountIsSilent) {
  UiDriver ui;
  listen(ui);
  ui.tap_at(2, 400);
  ui.down("face-4");
  ui.move(600);
  ui.up();
  EXPECT_THAT(heard(), IsEmpty());
  ui.tap_quickly("face-4");
  heard();
  ui.tap_quickly("new-visitor");  // still locked out
  EXPECT_THAT(heard(), IsEmpty());
}

TEST_F(SoundingTest, ChildrenWhoTapOnHearNothingForAMinute) {
  UiDriver ui;
  listen(ui);
  const auto visit = [&] {
    ui.tap("face-4");
    ui.tap("new-visitor");
  };
  for (int i = 0; i < 3; ++i) visit();
  EXPECT_FALSE(heard().empty());
  ui.tap("face-4");
  EXPECT_THAT(heard(), ElementsAre(tick)) << "the fourth is not thanked aloud";
  ui.tap("new-visitor");
  ui.wait(30'000);
  visit();
  EXPECT_TRUE(heard().empty());
  ui.wait(60'000);
  visit();
  EXPECT_THAT(heard(), ElementsAre(tick, thanks, tick));
}

TEST_F(SoundingTest, StaffHearNothing) {
  UiDriver ui({.pin = "204060"});
  listen(ui);
  ui.hold("staff-corner", 2'100);
  ASSERT_TRUE(ui.has("digit-2"));
  heard();
  ui.tap("digit-2");
  EXPECT_THAT(heard(), IsEmpty());
}

TEST_F(SoundingTest, QuietHoursGoByTheShopsClock) {
  kiosk::Schedule schedule;
  schedule.time_zone = "Asia/Tokyo";
  timetable_.use(schedule);
  UiDriver ui;
  listen(ui, {.tap = true, .thanks = true, .volume = volume, .quiet = {{20 * 60, 8 * 60}}});
  constexpr std::int64_t noon_ms = 1'799'982'000'000;  // 15 January 2027, 12:00 in Tokyo
  clock_.set_wall(noon_ms + 9 * 3'600'000);
  ui.tap("face-4");
  EXPECT_THAT(heard(), IsEmpty());
  clock_.set_wall(noon_ms);
  ui.tap("new-visitor");
  EXPECT_THAT(heard(), ElementsAre(tick));
}

}  // namespace
}  // namespace smilepost::tests
