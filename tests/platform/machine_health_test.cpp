#include "platform/machine_health.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/platform/temp_folder.h"

namespace smilepost::platform {
namespace {

// A root folder that says what a test puts there.
class Machine : public testing::Test {
 protected:
  void say(const std::string& file, const std::string& text) {
    const auto path = folder_.path() / file;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  MachineHealth health() const { return machine_health(folder_.path()); }
  SystemImage image() const { return system_image(folder_.path()); }

  tests::TempFolder folder_;
};

TEST_F(Machine, what_it_does_not_say_is_left_out) {
  EXPECT_EQ(health(), MachineHealth{});
  EXPECT_EQ(image(), SystemImage{});
}

TEST_F(Machine, its_hottest_zone_counts_and_broken_sensors_do_not) {
  say("sys/class/thermal/thermal_zone0/temp", "48312\n");
  say("sys/class/thermal/thermal_zone1/temp", "61000\n");
  say("sys/class/thermal/thermal_zone2/temp", "-274000\n");
  say("sys/class/thermal/thermal_zone3/temp", "2147483647\n");
  say("sys/class/thermal/thermal_zone4/temp", "hot\n");
  say("sys/class/thermal/cooling_device0/temp", "90000\n");
  EXPECT_EQ(health().temperature_mc, 61'000);
}

TEST_F(Machine, frost_is_a_temperature_too) {
  say("sys/class/thermal/thermal_zone0/temp", "-5250\n");
  EXPECT_EQ(health().temperature_mc, -5'250);
}

TEST_F(Machine, an_emmc_says_how_worn_it_is) {
  say("sys/block/mmcblk0/device/life_time", "0x02 0x0b\n");
  say("sys/block/mmcblk0/device/pre_eol_info", "0x01\n");
  EXPECT_EQ(health().wear, (StorageWear{2, 11, 1}));
}

TEST_F(Machine, an_sd_card_says_nothing) {
  say("sys/block/mmcblk0/device/name", "SD32G\n");
  say("sys/block/mmcblk0/device/life_time", "\n");
  EXPECT_EQ(health().wear, StorageWear{});
}

TEST_F(Machine, of_several_disks_the_most_worn_counts) {
  say("sys/block/mmcblk0/device/life_time", "0x01 0x05\n");
  say("sys/block/mmcblk1/device/life_time", "0x03 0x01\n");
  say("sys/block/mmcblk1/device/pre_eol_info", "0x02\n");
  EXPECT_EQ(health().wear, (StorageWear{3, 5, 2}));
}

TEST_F(Machine, an_image_has_a_version_and_a_slot) {
  say("etc/os-release", "NAME=\"Smilepost\"\nIMAGE_VERSION=\"2026.48\"\nVERSION_ID=12\n");
  say("proc/cmdline", "root=/dev/mmcblk0p2 smilepost.slot=b quiet\n");
  EXPECT_EQ(image(), (SystemImage{"2026.48", "b"}));
}

TEST_F(Machine, os_release_may_lie_in_usr_and_the_slot_at_the_end) {
  say("usr/lib/os-release", "IMAGE_VERSION=7\n");
  say("proc/cmdline", "quiet smilepost.slot=a\n");
  EXPECT_EQ(image(), (SystemImage{"7", "a"}));
}

TEST_F(Machine, debian_itself_is_no_image) {
  say("etc/os-release", "NAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nBUILD_IMAGE_VERSION=1\n");
  say("proc/cmdline", "quiet xsmilepost.slot=a smilepost.slot=\n");
  EXPECT_EQ(image(), SystemImage{});
}

}  // namespace
}  // namespace smilepost::platform
