// What needs no RAUC; with it: tests/line/updates_test.py.
#include "platform/updater.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "temp_folder.h"

namespace smilepost::platform {
namespace {

class UpdaterTest : public testing::Test {
 protected:
  std::string version_in(const std::string& os_release) {
    std::ofstream(folder_.path() / "os-release") << os_release;
    return make_rauc_updater({folder_.path() / "os-release", restart_})->version();
  }

  tests::TempFolder folder_;
  std::filesystem::path restart_ = folder_.path() / "restart-wanted";
};

TEST_F(UpdaterTest, the_images_version_is_what_os_release_says) {
  EXPECT_EQ(version_in("NAME=\"Debian\"\nIMAGE_VERSION=1.4.2\nID=debian\n"), "1.4.2");
  EXPECT_EQ(version_in("IMAGE_VERSION=\"1.4.2\"\n"), "1.4.2");
  EXPECT_EQ(version_in("IMAGE_VERSION=\n"), "");
  EXPECT_EQ(version_in("MY_IMAGE_VERSION=1.4.2\n"), "");
  EXPECT_EQ(make_rauc_updater({folder_.path() / "missing", restart_})->version(), "");
}

TEST_F(UpdaterTest, a_restart_is_asked_for_by_a_file) {
  const auto updater = make_rauc_updater({folder_.path() / "os-release", restart_});
  ASSERT_TRUE(updater->ask_for_restart());
  EXPECT_TRUE(std::filesystem::exists(restart_));
  EXPECT_TRUE(updater->ask_for_restart());
}

TEST_F(UpdaterTest, where_no_bus_is_each_question_gets_one_line) {
  ::setenv("DBUS_SYSTEM_BUS_ADDRESS", ("unix:path=" + folder_.path().string() + "/none").c_str(),
           1);
  const auto updater = make_rauc_updater({folder_.path() / "os-release", restart_});
  const auto slot = updater->booted_slot();
  ASSERT_FALSE(slot);
  EXPECT_THAT(slot.error().message, testing::HasSubstr("RAUC, D-Bus: "));
  EXPECT_EQ(slot.error().message.find('\n'), std::string::npos);
  EXPECT_FALSE(updater->install("/bundle"));
  EXPECT_FALSE(updater->mark_good());
  EXPECT_FALSE(updater->mark_bad());
  ASSERT_TRUE(updater->outcome());
  EXPECT_FALSE(*updater->outcome());
  EXPECT_EQ(updater->percent(), 0);
  ::unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
}

}  // namespace
}  // namespace smilepost::platform
