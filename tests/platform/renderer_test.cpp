#include "platform/renderer.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <array>

#include "tests/platform/offscreen.h"

namespace smilepost::platform {
namespace {

using tests::Offscreen;
using tests::rgb_at;

constexpr ImU32 red = IM_COL32(255, 0, 0, 255);

// A rectangle near the upright picture's upper left corner: where is it on the framebuffer?
TEST(Renderer, TurnsThePictureClockwise) {
  constexpr int width = 120, height = 80;
  struct Place {
    int x, y;
  };
  constexpr std::array<Place, 4> inside = {{{15, 5}, {114, 15}, {104, 74}, {5, 64}}};
  for (int turns = 0; turns < 4; ++turns) {
    Offscreen display(width, height, turns);
    const auto picture = display.frame([](ImDrawList& list) {
      list.AddRectFilled({10, 2}, {20, 10}, red);
    });
    int painted = 0;
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) painted += rgb_at(picture, x, y) == 0xFF0000 ? 1 : 0;
    }
    EXPECT_EQ(painted, 80) << turns;
    const Place place = inside[std::size_t(turns)];
    EXPECT_EQ(rgb_at(picture, place.x, place.y), 0xFF0000U) << turns;
    EXPECT_EQ(rgb_at(picture, width / 2, height / 2), 0xFFFFFFU) << turns;
  }
}

TEST(Renderer, TheClipRectangleTurnsToo) {
  for (int turns = 0; turns < 4; ++turns) {
    Offscreen display(120, 80, turns);
    const auto picture = display.frame([](ImDrawList& list) {
      list.PushClipRect({10, 2}, {20, 10});
      list.AddRectFilled({0, 0}, {200, 200}, red);
      list.PopClipRect();
    });
    Offscreen other(120, 80, turns);
    const auto expected = other.frame([](ImDrawList& list) {
      list.AddRectFilled({10, 2}, {20, 10}, red);
    });
    EXPECT_EQ(picture.rgba, expected.rgba) << turns;
  }
}

TEST(Renderer, ClearsToTheBackground) {
  Offscreen display(40, 40);
  const auto picture = display.frame([](ImDrawList&) {}, {0, 0, 1, 1});
  EXPECT_EQ(rgb_at(picture, 20, 20), 0x0000FFU);
}

TEST(Renderer, BlendsTranslucentColours) {
  Offscreen display(40, 40);
  const auto picture = display.frame([](ImDrawList& list) {
    list.AddRectFilled({0, 0}, {40, 40}, IM_COL32(0, 0, 0, 51));
  });
  EXPECT_EQ(rgb_at(picture, 20, 20), 0xCCCCCCU);
}

TEST(Renderer, DrawsMoreVerticesThanAnIndexCanCount) {
  Offscreen display(200, 200);
  const auto picture = display.frame([](ImDrawList& list) {
    for (int i = 0; i < 20'000; ++i) list.AddRectFilled({0, 0}, {10, 10}, IM_COL32_BLACK);
    list.AddRectFilled({100, 100}, {110, 110}, red);
  });
  EXPECT_EQ(rgb_at(picture, 105, 105), 0xFF0000U);
  EXPECT_EQ(rgb_at(picture, 50, 50), 0xFFFFFFU);
}

}  // namespace
}  // namespace smilepost::platform
