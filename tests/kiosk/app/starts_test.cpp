#include "kiosk/starts.h"

#include <gtest/gtest.h>

#include <fstream>

#include "kiosk/safe_mode.h"
#include "platform/read_text.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

using Boot = std::array<std::uint8_t, 16>;

class StartsTest : public testing::Test {
 protected:
  Starts start(const std::string& version = "1.0", Boot boot = {1}) {
    return {folder_.path(), boot, version};
  }
  void die(std::uint64_t times) {
    for (; times > 0; --times) start();
  }
  std::string note() { return platform::read_text(folder_.path() / "starts").value_or(""); }

  tests::TempFolder folder_;
};

TEST_F(StartsTest, TheFourthStartAfterThreeThatDiedIsSafe) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(start().safe_mode(), std::nullopt) << i;
  EXPECT_EQ(start().safe_mode(), "3 starts that did not run well");
  EXPECT_EQ(start().safe_mode(), "4 starts that did not run well") << "it stays";
}

TEST_F(StartsTest, AVoteOrFiveMinutesAreWell) {
  die(2);
  start().confirmed(7);
  die(2);
  {
    auto starts = start();
    EXPECT_EQ(starts.next_ms(), std::nullopt) << "no frame, no time";
    starts.frame_shown(1'000);
    starts.frame_shown(2'000);
    ASSERT_EQ(starts.next_ms(), 1'000 + Starts::well_ms);
    EXPECT_FALSE(starts.act({}, 1'000 + Starts::well_ms)) << "nothing to draw";
    EXPECT_EQ(starts.next_ms(), std::nullopt) << "once";
  }
  die(3);
  EXPECT_TRUE(start().safe_mode());
}

// Else a set that the program dies of would never be found out where shoppers are quick.
TEST_F(StartsTest, AVoteSaysNothingAsLongAsNotAllThatIsOfferedWasDrawn) {
  for (int i = 0; i < 3; ++i) {
    auto starts = start();
    starts.offers_untried(true);
    starts.frame_shown(0);
    starts.confirmed(1);
  }
  EXPECT_TRUE(start("1.0").safe_mode());
  {
    auto other = start("1.1");
    other.offers_untried(true);
    other.offers_untried(false);
    other.confirmed(1);
  }
  EXPECT_EQ(note()[0], '0');
}

TEST_F(StartsTest, SafeModeEndsAfterHalfAnHourAndAnotherStart) {
  die(3);
  {
    auto starts = start();
    starts.frame_shown(0);
    starts.confirmed(1);
    ASSERT_EQ(starts.next_ms(), Starts::well_in_safe_mode_ms) << "a vote is not enough";
    starts.act({}, Starts::well_in_safe_mode_ms);
    EXPECT_TRUE(starts.safe_mode()) << "not under a shopper's hands";
  }
  EXPECT_FALSE(start().safe_mode());
}

TEST_F(StartsTest, AskedToEndIsNoFaultButAfterItsFirstFrame) {
  for (int i = 0; i < 5; ++i) {
    auto starts = start();
    EXPECT_FALSE(starts.safe_mode());
    starts.frame_shown(0);
    starts.ended_in_order();
  }
  for (int i = 0; i < 3; ++i) start().ended_in_order();
  EXPECT_TRUE(start().safe_mode()) << "it never showed anything";
}

TEST_F(StartsTest, ANewVersionOrBundleIsTried) {
  die(4);
  EXPECT_FALSE(start("1.1").safe_mode());
  for (int i = 0; i < 2; ++i) start("1.1");
  auto starts = start("1.1");
  EXPECT_TRUE(starts.safe_mode());
  starts.heed_bundle(0);
  EXPECT_TRUE(starts.safe_mode()) << "it is the same";
  starts.heed_bundle(2);
  EXPECT_FALSE(starts.safe_mode());
  for (int i = 0; i < 2; ++i) start("1.1").heed_bundle(2);
  EXPECT_TRUE(start("1.1").safe_mode()) << "and is no better";
}

TEST_F(StartsTest, StartsOfABootAreCounted) {
  EXPECT_EQ(start().in_boot(), 1u);
  EXPECT_EQ(start().in_boot(), 2u);
  EXPECT_EQ(start("1.0", {2}).in_boot(), 1u);
}

TEST_F(StartsTest, WhoOnlyLooksNotesNothing) {
  die(3);
  const auto before = note();
  Starts looked(folder_.path(), {1}, "1.0", Starts::Counting::looked_at);
  EXPECT_TRUE(looked.safe_mode());
  looked.frame_shown(0);
  looked.act({}, Starts::well_in_safe_mode_ms);
  looked.ended_in_order();
  EXPECT_EQ(note(), before);
}

TEST_F(StartsTest, WhatIsNoNoteIsNone) {
  for (const char* text : {"", "x", "9", "9 9 9", "9999999999999999999999 1 0 aa 1.0\n",
                           "2000000 1 0 aa 1.0\n", "-1 1 0 aa 1.0\n"}) {
    std::ofstream(folder_.path() / "starts") << text;
    EXPECT_FALSE(start().safe_mode()) << text;
    EXPECT_EQ(start().in_boot(), 2u) << text;
  }
}

TEST_F(StartsTest, AFolderThatCannotBeWrittenIsNoHindrance) {
  std::ofstream(folder_.path() / "file") << "";
  for (int i = 0; i < 5; ++i) {
    Starts starts(folder_.path() / "file", {1}, "1.0");
    EXPECT_FALSE(starts.safe_mode());
    EXPECT_EQ(starts.in_boot(), 1u);
    starts.confirmed(1);
  }
}

TEST(SafeMode, KeepsHowTheDisplayHangsAndTheBackendIsReached) {
  Config shop;
  shop.quarter_turns = 1;
  shop.network.proxy = "http://proxy.example";
  shop.theme = "dark";
  shop.survey_folder = "/srv/surveys";
  shop.survey_sets = {"ours"};
  shop.schedule.emplace();
  shop.sound.tap = true;
  shop.call_place[""] = "till 3";
  const Config safe = in_safe_mode(shop);
  EXPECT_EQ(safe.quarter_turns, 1);
  EXPECT_EQ(safe.network.proxy, shop.network.proxy);
  EXPECT_EQ(safe.theme, "light");
  EXPECT_TRUE(safe.survey_folder.empty());
  EXPECT_EQ(safe.survey_sets, std::vector<std::string>{"checkout"});
  EXPECT_FALSE(safe.schedule);
  EXPECT_FALSE(safe.sound.ever_heard());
  EXPECT_TRUE(safe.call_place.empty());
}

}  // namespace
}  // namespace smilepost::kiosk
