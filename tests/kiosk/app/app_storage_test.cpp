// Nobody is thanked before the answer is durable.
#include <gtest/gtest.h>

#include "tests/driver/ui_driver.h"

namespace smilepost::tests {
namespace {

TEST(AppStorage, WhileTheDiskIsSlowTheChosenFaceStays) {
  UiDriver ui;
  ui.store().held = true;
  ui.tap("face-4");
  ui.wait(3'000);
  EXPECT_FALSE(ui.has("new-visitor"));
  EXPECT_TRUE(ui.has("face-4"));
  EXPECT_TRUE(ui.confirmed_sequences().empty());
  ui.store().held = false;
  ui.wait(500);
  EXPECT_TRUE(ui.has("new-visitor"));
  EXPECT_EQ(ui.confirmed_sequences().size(), 1U);
}

TEST(AppStorage, AfterFiveSecondsItTakesABreakAndComesBackByItself) {
  UiDriver ui;
  ui.store().held = true;
  ui.tap("face-4");
  ui.wait(5'000);
  EXPECT_TRUE(ui.shows("This screen is taking a break"));
  EXPECT_FALSE(ui.has("face-4"));
  EXPECT_TRUE(ui.confirmed_sequences().empty());
  ui.store().held = false;
  ui.wait(500);
  EXPECT_TRUE(ui.has("new-visitor")) << "thanked: else whoever waited taps again";
  EXPECT_EQ(ui.confirmed_sequences().size(), 1U);
  ui.wait(10'000);
  EXPECT_TRUE(ui.has("face-4"));
  EXPECT_EQ(ui.answers().size(), 1U);
}

TEST(AppStorage, WhatCannotBeWrittenIsNotThankedForAndTheKioskRecovers) {
  UiDriver ui;
  ui.store().failing = true;
  ui.tap("face-4");
  EXPECT_TRUE(ui.shows("This screen is taking a break"));
  EXPECT_TRUE(ui.confirmed_sequences().empty());
  ui.wait(20'000);
  EXPECT_TRUE(ui.shows("This screen is taking a break"));
  ui.store().failing = false;
  ui.wait(6'000);
  EXPECT_TRUE(ui.has("face-4"));
  ui.tap("face-4");
  EXPECT_EQ(ui.answers().size(), 1U);
}

TEST(AppStorage, TapsWhileAnAnswerIsBeingKeptAddNone) {
  UiDriver ui;
  ui.store().held = true;
  ui.tap("face-4");
  ui.tap("face-1");
  ui.tap("face-2");
  ui.store().held = false;
  ui.wait(500);
  EXPECT_EQ(ui.answers().size(), 1U);
}

TEST(AppStorage, WhoeverStandsThereWhenItEndsIsSeenOff) {
  UiDriver ui;
  ui.tap("face-1");
  ui.tap("reason-0");
  ui.app().see_off();
  EXPECT_EQ(ui.answers().size(), 2U);
  EXPECT_TRUE(ui.shows("This screen is taking a break")) << "no tap counts any more";
}

}  // namespace
}  // namespace smilepost::tests
