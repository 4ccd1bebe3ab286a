#include "platform/timesyncd.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/platform/temp_folder.h"

namespace smilepost::platform {
namespace {

constexpr std::int64_t synchronised_s = 1'800'000'000, an_hour_s = 3600;

class Timesyncd : public testing::Test {
 protected:
  bool confirmed_at(std::int64_t second) const {
    return timesyncd_confirmed(second * 1000, folder_.path() / "synchronized");
  }
  void synchronise() const {
    const auto stamp = folder_.path() / "synchronized";
    std::ofstream(stamp).flush();
    const timespec times[2] = {{synchronised_s, 0}, {synchronised_s, 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, stamp.c_str(), times, 0), 0);
  }

  tests::TempFolder folder_;
};

TEST_F(Timesyncd, confirms_nothing_where_it_has_not_been) {
  EXPECT_FALSE(confirmed_at(synchronised_s));
}

TEST_F(Timesyncd, confirms_the_time_as_long_as_the_kernel_would) {
  synchronise();
  EXPECT_TRUE(confirmed_at(synchronised_s));
  EXPECT_TRUE(confirmed_at(synchronised_s + 9 * an_hour_s - 1));
  EXPECT_FALSE(confirmed_at(synchronised_s + 9 * an_hour_s));
}

TEST_F(Timesyncd, confirms_no_clock_that_was_set_back) {
  synchronise();
  EXPECT_FALSE(confirmed_at(synchronised_s - 1));
}

}  // namespace
}  // namespace smilepost::platform
