// What spares the display: dimming, the night screen, waking, and a picture that does not stay in
// one place. And that a still screen draws nothing.
#include <numeric>

#include <gtest/gtest.h>

#include "tests/driver/ui_driver.h"

namespace smilepost::tests {
namespace {

constexpr std::uint64_t second = 1'000, minute = 60'000, hour = 60 * minute, day = 24 * hour;
constexpr const char* closed = "We’re closed";

// Open from 8 to 20 in Berlin; the driver's clock stands at 13:00 there.
DriverOptions a_shop() {
  DriverOptions options;
  options.schedule.emplace();
  options.schedule->time_zone = "Europe/Berlin";
  options.schedule->open.fill({{8 * 60, 20 * 60}});
  return options;
}

DriverOptions a_closed_shop() {
  auto options = a_shop();
  options.wall_ms += std::int64_t{7} * hour;  // 20:00
  return options;
}

// For days of hundreds of frames: each costs a sixteenth.
DriverOptions with_few_pixels(DriverOptions options) {
  options.width = 320;
  options.height = 200;
  return options;
}

double brightness(const platform::Picture& picture) {
  return std::accumulate(picture.rgba.begin(), picture.rgba.end(), 0.0) /
         static_cast<double>(picture.rgba.size());
}

TEST(AppNight, ComesTwoMinutesAfterTheLastTouchOnceTheShopIsClosed) {
  UiDriver ui(a_closed_shop());
  ui.pass(2 * minute - 1);
  EXPECT_FALSE(ui.shows(closed));
  ui.pass(1);
  EXPECT_TRUE(ui.shows(closed));
  EXPECT_TRUE(ui.shows("We open again: 08:00"));
  EXPECT_FALSE(ui.has("face-1"));
  ui.wait(second);
  EXPECT_LT(brightness(ui.picture()), 80) << "of which 64 are the opaque alpha";
}

TEST(AppNight, ATouchWakesAndDoesNoMore) {
  UiDriver ui(a_closed_shop());
  const auto face = ui.app().registry().find("face-3")->rect;
  ui.pass(3 * minute);
  ASSERT_TRUE(ui.shows(closed));
  ui.down_at(face.x + face.w / 2, face.y + face.h / 2);
  EXPECT_TRUE(ui.has("face-3"));
  EXPECT_GT(brightness(ui.picture()), 200) << "at once";
  ui.wait(80);
  ui.up();
  EXPECT_TRUE(ui.answers().empty());
  ui.wait(second);
  ui.tap("face-3");
  EXPECT_EQ(ui.answers().size(), 1U) << "who answers while it is closed counts like anybody";
}

TEST(AppNight, OnceWokenItStaysAwakeForTwoMinutesAfterTheLastTouch) {
  UiDriver ui(a_closed_shop());
  ui.pass(3 * minute);
  ui.tap_at(640, 330);
  ui.pass(2 * minute - 2 * second);
  EXPECT_FALSE(ui.shows(closed));
  ui.pass(2 * second);
  EXPECT_TRUE(ui.shows(closed));
}

TEST(AppNight, WaitsForAShopperWhoIsStillThere) {
  auto options = a_shop();
  options.wall_ms += std::int64_t{7} * hour - std::int64_t{2} * second;
  options.rest.night_after_ms = 5 * second;
  UiDriver ui(options);
  ui.tap("face-1");
  ui.wait(8 * second);
  EXPECT_TRUE(ui.has("reason-0"));
  ui.tap("done");
  EXPECT_FALSE(ui.shows(closed));
  ui.pass(30 * second);
  EXPECT_TRUE(ui.shows(closed));
}

TEST(AppNight, EndsWhenTheShopOpensAndNeverComesWhileItIsOpen) {
  UiDriver ui(with_few_pixels(a_closed_shop()));
  ui.pass(12 * hour - 1);
  EXPECT_TRUE(ui.shows(closed));
  ui.pass(1);
  EXPECT_FALSE(ui.shows(closed));
  EXPECT_GT(brightness(ui.picture()), 200);
  for (int i = 0; i < 143; ++i) {
    ui.pass(5 * minute);
    ASSERT_TRUE(ui.has("face-1")) << i;
  }
}

TEST(AppNight, ItsWordsMoveEachMinute) {
  UiDriver ui(a_closed_shop());
  ui.pass(3 * minute);
  const auto before = ui.app().registry().texts()[0].box;
  ui.pass(minute);
  EXPECT_NE(ui.app().registry().texts()[0].box, before);
}

TEST(AppNight, WithoutAScheduleThereIsNone) {
  UiDriver ui(with_few_pixels({}));
  for (int i = 0; i < 48; ++i) {
    ui.pass(30 * minute);
    ASSERT_TRUE(ui.has("face-1"));
  }
}

TEST(AppDimming, ADimmedTapCountsAndBrightensAtOnce) {
  UiDriver ui;
  const auto bright = brightness(ui.picture());
  ui.pass(5 * minute);
  EXPECT_LT(brightness(ui.picture()), bright - 30);
  ui.down("face-4");
  EXPECT_GT(brightness(ui.picture()), bright - 10);
  ui.wait(80);
  ui.up();
  EXPECT_EQ(ui.answers().size(), 1U);
}

TEST(AppShift, HitAreasMoveWithThePicture) {
  DriverOptions options;
  options.rest = {.dim_after_ms = day, .shift_ms = minute, .shift_px = 8};
  UiDriver ui(options);
  ui.wait(second);
  const auto rect_before = ui.app().registry().find("face-1")->rect;
  const auto before = ui.picture();
  ui.pass(5 * minute);
  const auto rect = ui.app().registry().find("face-1")->rect;
  ASSERT_EQ(rect.x, rect_before.x + 5);
  const auto after = ui.picture();
  const auto row = [&](const platform::Picture& picture, int from) {
    const auto begin = picture.rgba.begin() + (picture.width * 450 + from) * 4;
    return std::vector<std::uint8_t>(begin, begin + (picture.width - 8) * 4);
  };
  EXPECT_EQ(row(after, 5), row(before, 0));
  ui.tap_at(rect.x - 2, rect.y + rect.h / 2);
  EXPECT_TRUE(ui.answers().empty()) << "where the face was before";
  ui.tap_at(rect.x + 1, rect.y + rect.h / 2);
  EXPECT_EQ(ui.answers().size(), 1U);
}

TEST(AppShift, NothingMovesWhileSomebodyIsThere) {
  DriverOptions options;
  options.rest.shift_ms = second;
  UiDriver ui(options);
  ui.tap("face-1");
  const auto before = ui.app().registry().find("reason-0")->rect;
  ui.wait(8 * second);
  EXPECT_EQ(ui.app().registry().find("reason-0")->rect, before);
}

TEST(AppShift, ADimmedOrShiftedScreenIsStillAllOverTheDisplay) {
  DriverOptions options;
  options.rest.shift_ms = minute;
  UiDriver ui(options);
  ui.pass(6 * minute);
  const auto picture = ui.picture();
  const auto at = [&](int x, int y) {
    return picture.rgba[static_cast<std::size_t>(y * picture.width + x) * 4];
  };
  EXPECT_EQ(at(0, 400), at(20, 400));
  EXPECT_EQ(at(1'279, 400), at(0, 400));
}

// A frame for each thing that changes, and none besides.
TEST(AppFrames, ADayWithoutAnybodyIsADimmingAndAMoveEachFourMinutes) {
  auto options = a_shop();
  options.schedule->open.fill({kiosk::Span{}});
  UiDriver ui(with_few_pixels(options));
  ui.wait(second);
  const auto before = ui.frames();
  ui.pass(day);
  EXPECT_EQ(ui.frames() - before, 1U + day / (4 * minute));
  EXPECT_LE(ui.turns(), 2 * day / minute) << "woken once a minute to look at the clock";
}

TEST(AppFrames, WithNothingToMoveADayIsOneFrame) {
  DriverOptions options;
  options.rest.shift_px = 0;
  UiDriver ui(with_few_pixels(options));
  ui.wait(second);
  const auto before = ui.frames();
  ui.pass(day);
  EXPECT_EQ(ui.frames() - before, 1U);
}

TEST(AppFrames, ANightDrawsOnceAMinute) {
  UiDriver ui(with_few_pixels(a_closed_shop()));
  ui.pass(10 * minute);
  const auto before = ui.frames();
  ui.pass(hour);
  EXPECT_EQ(ui.frames() - before, 60U);
}

}  // namespace
}  // namespace smilepost::tests
