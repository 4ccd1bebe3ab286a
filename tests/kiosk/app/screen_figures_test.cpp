#include "kiosk/screen_figures.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

class ScreenFiguresTest : public testing::Test {
 protected:
  void frame(std::uint64_t took_ms) {
    figures_.frame_drawn({}, {}, staff_, now_ms_);
    now_ms_ += took_ms;
    figures_.frame_shown(now_ms_);
  }

  ScreenFigures figures_{"V3D 4.2"};
  StaffView staff_;
  std::uint64_t now_ms_ = 1'000;
};

TEST_F(ScreenFiguresTest, FramesAreCountedAndTheSlowOnesAmongThem) {
  for (const std::uint64_t took_ms : {16, 33, 34, 120, 5}) frame(took_ms);
  EXPECT_EQ(figures_.take().display, (record::DisplayStatus{"V3D 4.2", 5, 2, 120}));
}

TEST_F(ScreenFiguresTest, WhatWasTakenIsNotCountedAgain) {
  frame(120);
  figures_.take();
  EXPECT_EQ(figures_.take().display, (record::DisplayStatus{"V3D 4.2", 0, 0, 0}));
}

TEST_F(ScreenFiguresTest, TheBundleInForceIsTheOneThatStaffWouldRead) {
  EXPECT_EQ(figures_.take().bundle, 0U);
  staff_.bundle = 3;
  frame(16);
  EXPECT_EQ(figures_.take().bundle, 3U);
}

}  // namespace
}  // namespace smilepost::kiosk
