#include "kiosk/screens/images.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "platform/png.h"
#include "tests/kiosk/screens/booth.h"
#include "tests/places.h"

namespace smilepost::kiosk {
namespace {

namespace fs = std::filesystem;

constexpr SmileyColours colours{colour(0x852110), colour(0xFFFFFF)};

class ImagesTest : public testing::Test {
 protected:
  void SetUp() override {
    // Named after the test and process: tests run side by side.
    folder_ = fs::temp_directory_path() /
              ("smilepost-images-" +
               std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + "-" +
               std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    auto opened = Booth::open(64, 64);  // for the GL context
    ASSERT_TRUE(opened) << opened.error().message;
    booth_ = *std::move(opened);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::unique_ptr<Images> open(const fs::path& assets) const {
    auto images = Images::open(assets, folder_ / "cache");
    EXPECT_TRUE(images) << images.error().message;
    return images ? *std::move(images) : nullptr;
  }
  fs::path own_assets() const {
    fs::copy(assets_, folder_ / "assets", fs::copy_options::recursive);
    return folder_ / "assets";
  }
  std::size_t cached() const {
    if (!fs::exists(folder_ / "cache")) return 0;
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_ / "cache"), fs::directory_iterator()));
  }

  const fs::path assets_ = tests::in_source("assets");
  fs::path folder_;
  std::unique_ptr<Booth> booth_;
};

TEST_F(ImagesTest, DrawsOncePerSize) {
  const auto images = open(assets_);
  const auto first = images->smiley(1, 40, colours);
  EXPECT_NE(first, nullptr);
  EXPECT_EQ(images->smiley(1, 40, colours), first);
  EXPECT_NE(images->smiley(1, 41, colours), first);
  EXPECT_NE(images->icon("globe", 40), nullptr);
}

TEST_F(ImagesTest, KeepsRastersByHashAndSize) {
  open(assets_)->smiley(1, 40, colours);
  EXPECT_EQ(cached(), 1U);
  open(assets_)->smiley(1, 40, colours);
  EXPECT_EQ(cached(), 1U);
  open(assets_)->smiley(1, 48, colours);
  EXPECT_EQ(cached(), 2U);
}

TEST_F(ImagesTest, ABrandsOwnSmileyIsNotMistakenForTheOldOne) {
  const auto assets = own_assets();
  open(assets)->smiley(1, 40, colours);
  fs::copy_file(assets / "smileys/5.svg", assets / "smileys/1.svg",
                fs::copy_options::overwrite_existing);
  open(assets)->smiley(1, 40, colours);
  EXPECT_EQ(cached(), 2U);
}

TEST_F(ImagesTest, ADamagedRasterIsDrawnAnew) {
  open(assets_)->smiley(1, 40, colours);
  const auto file = fs::directory_iterator(folder_ / "cache")->path();
  std::ofstream(file, std::ios::binary | std::ios::trunc) << "half a fi";
  EXPECT_NE(open(assets_)->smiley(1, 40, colours), nullptr);
  EXPECT_TRUE(platform::read_png(file)) << "mended";
}

TEST_F(ImagesTest, AMissingFileIsNamed) {
  const auto assets = own_assets();
  fs::remove(assets / "smileys/4.svg");
  const auto images = Images::open(assets, std::nullopt);
  ASSERT_FALSE(images);
  EXPECT_NE(images.error().message.find("4.svg"), std::string::npos) << images.error().message;
}

TEST_F(ImagesTest, WhatIsNoSvgGivesNoTexture) {
  const auto assets = own_assets();
  std::ofstream(assets / "smileys/2.svg") << "not a picture";
  const auto images = open(assets);
  EXPECT_EQ(images->smiley(2, 40, colours), nullptr);
  EXPECT_NE(images->smiley(3, 40, colours), nullptr);
}

TEST_F(ImagesTest, ASmileyIsDrawnInTheColoursOfItsTheme) {
  const auto images = open(assets_);
  const SmileyColours other{colour(0xFFFFFF), colour(0x000000)};
  EXPECT_NE(images->smiley(1, 40, colours), images->smiley(1, 40, other));
  EXPECT_EQ(images->smiley(1, 40, colours), images->smiley(1, 40, colours));
  EXPECT_EQ(cached(), 2U);
}

TEST_F(ImagesTest, ASetsPictureKeepsItsProportionsAndIsKept) {
  const auto picture = set_picture(
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1"><rect width="3" height="1"/></svg>)");
  const auto images = open(assets_);
  const auto image = images->picture(picture, 60, 60);
  ASSERT_TRUE(image);
  EXPECT_EQ(image->width, 60);
  EXPECT_EQ(image->height, 20);
  EXPECT_EQ(images->picture(picture, 60, 60)->id, image->id);
  EXPECT_EQ(cached(), 1U);
  EXPECT_FALSE(images->picture(set_picture("<svg"), 60, 60));
}

}  // namespace
}  // namespace smilepost::kiosk
