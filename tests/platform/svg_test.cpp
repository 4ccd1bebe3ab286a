#include "platform/svg.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/platform/offscreen.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::platform {
namespace {

class Svg : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(file_) << R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">
      <rect class="ink" width="10" height="10" fill="#ff0000" fill-opacity="0.5"/></svg>)";
  }
  const tests::TempFolder folder_;
  const std::filesystem::path file_ = folder_.path() / "smilepost-test.svg";
};

TEST_F(Svg, IsScaledToFitTheSquareAndCentred) {
  const auto picture = rasterise_svg(file_, 40);
  ASSERT_TRUE(picture) << picture.error().message;
  EXPECT_EQ(picture->width, 40);
  EXPECT_EQ(picture->height, 40);
  const auto alpha = [&](int x, int y) { return picture->rgba[std::size_t(y * 40 + x) * 4 + 3]; };
  EXPECT_EQ(alpha(10, 5), 0);  // above the picture, which is twice as wide as high
  EXPECT_EQ(alpha(10, 20), 128);
  EXPECT_EQ(alpha(30, 20), 0);
}

TEST_F(Svg, ColoursAreNotPremultiplied) {
  const auto picture = rasterise_svg(file_, 40);
  ASSERT_TRUE(picture);
  EXPECT_EQ(tests::rgb_at(*picture, 10, 20), 0xFF0000U);
}

TEST_F(Svg, AStylesheetSetsColours) {
  const auto picture = rasterise_svg(file_, 40, ".ink { fill: #0000ff }");
  ASSERT_TRUE(picture) << picture.error().message;
  EXPECT_EQ(tests::rgb_at(*picture, 10, 20), 0x0000FFU);
}

TEST_F(Svg, AFileThatIsNoSvgIsAnErrorThatNamesIt) {
  std::ofstream(file_) << "hello";
  const auto picture = rasterise_svg(file_, 40);
  ASSERT_FALSE(picture);
  EXPECT_THAT(picture.error().message, testing::HasSubstr("smilepost-test.svg"));
}

constexpr std::string_view half = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">
  <rect width="10" height="10" fill="#00563f"/></svg>)";

TEST(SvgText, KeepsItsProportionsWithinTheRoom) {
  const auto wide = rasterise_svg_text(half, 40, 40, "logo");
  ASSERT_TRUE(wide) << wide.error().message;
  EXPECT_EQ(wide->width, 40);
  EXPECT_EQ(wide->height, 20);
  EXPECT_EQ(tests::rgb_at(*wide, 5, 5), 0x00563FU);
  const auto low = rasterise_svg_text(half, 400, 10, "logo");
  ASSERT_TRUE(low);
  EXPECT_EQ(low->width, 20);
  EXPECT_EQ(low->height, 10);
}

TEST(SvgText, WithoutASizeItIsASquare) {
  const auto picture =
      rasterise_svg_text(R"(<svg xmlns="http://www.w3.org/2000/svg"/>)", 30, 20, "logo");
  ASSERT_TRUE(picture) << picture.error().message;
  EXPECT_EQ(picture->width, picture->height);
}

TEST(SvgText, ReadsNoOtherFile) {
  const tests::TempFolder folder;
  const auto file = folder.path() / "smilepost-secret.svg";
  std::ofstream(file) << half;
  const auto picture = rasterise_svg_text(
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><image width="20" )"
      R"(height="10" href="file://)" +
          file.string() + R"("/></svg>)",
      20, 10, "logo");
  ASSERT_TRUE(picture) << picture.error().message;
  EXPECT_EQ(picture->rgba[3], 0) << "nothing of it is drawn";
}

TEST(SvgText, WhatIsNoSvgIsAnErrorThatNamesIt) {
  for (const std::string_view text : {"", "<", "hello", "<svg"}) {
    const auto picture = rasterise_svg_text(text, 20, 10, "the logo");
    ASSERT_FALSE(picture) << text;
    EXPECT_THAT(picture.error().message, testing::HasSubstr("the logo"));
  }
}

}  // namespace
}  // namespace smilepost::platform
