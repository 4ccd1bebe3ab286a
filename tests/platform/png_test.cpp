#include "platform/png.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/platform/temp_folder.h"

namespace smilepost::platform {
namespace {

class Png : public testing::Test {
 protected:
  std::filesystem::path file_named(const std::string& name) const { return folder_.path() / name; }

 private:
  tests::TempFolder folder_;
};

TEST_F(Png, APictureComesBackByteForByte) {
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
}

TEST_F(Png, AFileThatIsNoPngIsAnErrorThatNamesIt) {
  const auto file = file_named("smilepost-no.png");
  std::ofstream(file) << "hello";
  const auto read = read_png(file);
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, testing::HasSubstr("smilepost-no.png"));
}

// A few bytes that say they are 30,000 × 30,000 pixels: room for all of them would be 3.6 GB.
TEST_F(Png, APictureTooLargeForAnyDisplayIsAnError) {
  constexpr unsigned char png[] = {0x89, 'P',  'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A, 0,    0,    0,
                                   13,   'I',  'H', 'D', 'R',  0,    0,    0x75, 0x30, 0,    0,
                                   0x75, 0x30, 8,   6,   0,    0,    0,    0x66, 0x27, 0xF8, 0xBA,
                                   0,    0,    0,   10,  'I',  'D',  'A',  'T'};
  const auto file = file_named("smilepost-huge.png");
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(png), sizeof png);
  const auto read = read_png(file);
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, testing::HasSubstr("smilepost-huge.png (over 16 million"));
}

TEST_F(Png, AMissingFolderIsAnError) {
  EXPECT_FALSE(write_png("/nowhere/at/all.png", Picture{1, 1, {0, 0, 0, 0}}));
}

}  // namespace
}  // namespace smilepost::platform
