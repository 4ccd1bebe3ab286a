#include "platform/texture.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <vector>

#include "tests/platform/offscreen.h"

namespace smilepost::platform {
namespace {

using tests::Offscreen;
using tests::rgb_at;

constexpr ImU32 red = IM_COL32(255, 0, 0, 255);

TEST(Texture, AMaskIsWhiteWithThatAlpha) {
  Offscreen display(40, 40);
  const std::vector<unsigned char> mask = {0, 255, 51, 255};
  Texture texture(2, 2, Texture::Format::alpha, mask.data());
  const auto picture = display.frame(
      [&](ImDrawList& list) {
        list.AddImage(texture.id(), {0, 0}, {2, 2});
        list.AddImage(texture.id(), {10, 10}, {12, 12}, {0, 0}, {1, 1}, red);
      },
      {0, 0, 0, 1});
  EXPECT_EQ(rgb_at(picture, 0, 0), 0x000000U);
  EXPECT_EQ(rgb_at(picture, 1, 0), 0xFFFFFFU);
  EXPECT_EQ(rgb_at(picture, 0, 1), 0x333333U);
  EXPECT_EQ(rgb_at(picture, 11, 10), 0xFF0000U);
  EXPECT_EQ(rgb_at(picture, 10, 11), 0x330000U);
}

TEST(Texture, ColoursComeOutAsGiven) {
  Offscreen display(40, 40);
  const std::vector<unsigned char> pixels = {255, 0, 0, 255, 0, 255, 0, 51};
  const Texture texture(2, 1, Texture::Format::rgba, pixels.data());
  const auto picture = display.frame([&](ImDrawList& list) {
    list.AddImage(texture.id(), {0, 0}, {2, 1});
  });
  EXPECT_EQ(rgb_at(picture, 0, 0), 0xFF0000U);
  EXPECT_EQ(rgb_at(picture, 1, 0), 0xCCFFCCU);
}

// Between an opaque and an empty texel nothing dark may show.
TEST(Texture, AScaledEdgeHasNoRim) {
  Offscreen display(40, 40);
  const std::vector<unsigned char> pixels = {255, 255, 255, 255, 0, 0, 0, 0};
  const Texture texture(2, 1, Texture::Format::rgba, pixels.data());
  const auto picture = display.frame([&](ImDrawList& list) {
    list.AddImage(texture.id(), {0, 0}, {20, 10});
  });
  for (int x = 0; x < 20; ++x) EXPECT_EQ(rgb_at(picture, x, 5), 0xFFFFFFU) << x;
}

TEST(Texture, AnUpdateReplacesItsRectangleOnly) {
  Offscreen display(40, 40);
  Texture texture(3, 3, Texture::Format::alpha, nullptr);
  const std::vector<unsigned char> mask = {255, 255};
  texture.update(1, 1, 1, 2, mask.data());
  const auto picture = display.frame(
      [&](ImDrawList& list) {
        list.AddImage(texture.id(), {0, 0}, {3, 3});
      },
      {0, 0, 0, 1});
  for (int y = 0; y < 3; ++y) {
    for (int x = 0; x < 3; ++x) {
      EXPECT_EQ(rgb_at(picture, x, y), x == 1 && y > 0 ? 0xFFFFFFU : 0U) << x << "," << y;
    }
  }
}

}  // namespace
}  // namespace smilepost::platform
