#include "platform/png.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace smilepost::platform {
namespace {

std::filesystem::path file_named(const std::string& name) {
  return std::filesystem::path(testing::TempDir()) / name;
}

TEST(Png, APictureComesBackByteForByte) {
  Picture picture{5, 3, {}};
  for (int i = 0; i < 5 * 3 * 4; ++i) picture.rgba.push_back(std::uint8_t(i * 37));
  const auto file = file_named("smilepost-round-trip.png");
  const auto written = write_png(file, picture);
  ASSERT_TRUE(written) << written.error().message;
  const auto read = read_png(file);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->width, 5);
  EXPECT_EQ(read->height, 3);
  EXPECT_EQ(read->rgba, picture.rgba);
  std::filesystem::remove(file);
}

TEST(Png, AFileThatIsNoPngIsAnErrorThatNamesIt) {
  const auto file = file_named("smilepost-no.png");
  std::ofstream(file) << "hello";
  const auto read = read_png(file);
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, testing::HasSubstr("smilepost-no.png"));
  std::filesystem::remove(file);
}

TEST(Png, AMissingFolderIsAnError) {
  EXPECT_FALSE(write_png("/nowhere/at/all.png", Picture{1, 1, {0, 0, 0, 0}}));
}

}  // namespace
}  // namespace smilepost::platform
