// A survey set's own look, and what moves on it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/driver/ui_driver.h"
#include "tests/places.h"
#include "tests/platform/offscreen.h"

namespace smilepost::tests {
namespace {

using testing::AllOf;
using testing::Gt;
using testing::Lt;

const std::filesystem::path hofmarkt = tests::in_source("tests/kiosk/screens/hofmarkt");

std::uint64_t frames_within(UiDriver& ui, std::uint64_t ms) {
  const auto before = ui.frames();
  ui.pass(ms);
  return ui.frames() - before;
}

TEST(AppLook, ASetsThemeIsShownAndStoredWhateverTheKiosks) {
  UiDriver ui({.theme = "dark", .surveys = hofmarkt});
  EXPECT_EQ(rgb_at(ui.picture(), 640, 790), 0xFFFDF8U);
  ui.tap("face-4");
  EXPECT_EQ(rgb_at(ui.picture(), 640, 790), 0xFFFDF8U);
  ASSERT_EQ(ui.answers().size(), 1U);
  EXPECT_EQ(ui.answers()[0].presentation.theme, "light");
}

TEST(AppLook, WithoutOneItIsTheKiosks) {
  UiDriver ui({.theme = "high-contrast"});
  EXPECT_EQ(rgb_at(ui.picture(), 640, 790), 0x000000U);
  ui.tap("face-4");
  ASSERT_EQ(ui.answers().size(), 1U);
  EXPECT_EQ(ui.answers()[0].presentation.theme, "high-contrast");
}

TEST(AppLook, AShopperMakesTheScreenEasierToReadForOneVisit) {
  UiDriver ui({.surveys = hofmarkt});
  ui.tap("figure");
  ui.tap("high-contrast");
  EXPECT_EQ(rgb_at(ui.picture(), 640, 790), 0x000000U);
  ui.tap("large-text");
  ui.tap("back");
  ui.tap("face-4");
  ASSERT_EQ(ui.answers().size(), 1U);
  EXPECT_EQ(ui.answers()[0].presentation.theme, "high-contrast");
  EXPECT_EQ(ui.answers()[0].presentation.text_size, record::TextSize::large);
  ui.tap("new-visitor");
  EXPECT_EQ(rgb_at(ui.picture(), 640, 790), 0xFFFDF8U);
  ui.tap("face-4");
  EXPECT_EQ(ui.answers()[1].presentation.text_size, record::TextSize::usual);
}

TEST(AppLook, AHomeScreenBreathesOnlyWhereItsSetAsks) {
  UiDriver breathes({.surveys = hofmarkt});
  breathes.pass(1'000);
  EXPECT_THAT(frames_within(breathes, 60'000), AllOf(Gt(40U), Lt(90U))) << "two half seconds";
  UiDriver still;
  still.pass(1'000);
  EXPECT_EQ(frames_within(still, 60'000), 0U);
}

TEST(AppLook, ADimmedScreenDoesNotBreathe) {
  UiDriver ui({.surveys = hofmarkt, .rest = {.dim_after_ms = 10'000}});
  ui.pass(11'000);
  EXPECT_EQ(frames_within(ui, 60'000), 0U);
}

TEST(AppLook, ATapInTheMiddleOfABreathCounts) {
  UiDriver ui({.surveys = hofmarkt});
  ui.pass(29'700);
  ui.tap_quickly("face-3");
  EXPECT_EQ(ui.answers().size(), 1U);
}

}  // namespace
}  // namespace smilepost::tests
