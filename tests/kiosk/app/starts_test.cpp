#include "kiosk/starts.h"

#include <gtest/gtest.h>

#include "platform/files.h"
#include "tests/kiosk/fakes/fake_clock.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

class StartsTest : public testing::Test {
 protected:
  std::uint64_t start() {
    const auto starts = note_start(folder_.path(), clock_);
    EXPECT_TRUE(starts);
    return starts ? *starts : 0;
  }
  void damage(std::string_view text) {
    ASSERT_TRUE(platform::write_file(folder_.path() / "starts", text));
  }

  tests::TempFolder folder_;
  tests::FakeClock clock_;
};

TEST_F(StartsTest, EachStartOfABootCounts) {
  EXPECT_EQ(start(), 1U);
  EXPECT_EQ(start(), 2U);
  EXPECT_EQ(start(), 3U);
}

TEST_F(StartsTest, ABootBeginsAnew) {
  start();
  start();
  clock_.reboot();
  EXPECT_EQ(start(), 1U);
}

TEST_F(StartsTest, AFileThatCannotBeReadCountsAsNone) {
  for (const std::string_view text : {"", "x", "\xFF\xFE", "01000000000000000000000000000000 -",
                                      "01000000000000000000000000000000"
                                      " 99999999999999999999"}) {
    damage(text);
    EXPECT_EQ(start(), 1U) << text;
    EXPECT_EQ(start(), 2U) << "and is mended";
  }
}

TEST_F(StartsTest, ADiskThatTakesNothingIsAnError) {
  EXPECT_FALSE(note_start(folder_.path() / "not-there", clock_));
}

}  // namespace
}  // namespace smilepost::kiosk
