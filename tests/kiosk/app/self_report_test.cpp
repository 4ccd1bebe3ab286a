#include "kiosk/self_report.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/kiosk/fakes/fake_clock.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

class SelfReporting : public testing::Test {
 protected:
  void say(const std::string& file, const std::string& text) {
    const auto path = root_.path() / file;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  StatusFigures figures() {
    record::ProgramStatus program;
    program.version = "0.9.0";
    program.starts = 2;
    return SelfReport(program, state_.path(), screen_, touch_, root_.path()).figures();
  }

  tests::TempFolder root_, state_;
  tests::FakeClock clock_;
  ScreenFigures screen_{"V3D"};
  platform::TouchWatch touch_{clock_};
};

TEST_F(SelfReporting, what_the_machine_says_is_passed_on) {
  say("etc/os-release", "IMAGE_VERSION=7\n");
  say("proc/cmdline", "smilepost.slot=b\n");
  say("sys/class/thermal/thermal_zone0/temp", "51000\n");
  say("sys/block/mmcblk0/device/life_time", "0x02 0x03\n");
  say("sys/block/mmcblk0/device/pre_eol_info", "0x01\n");
  const auto told = figures();
  EXPECT_EQ(told.program.version, "0.9.0");
  EXPECT_EQ(told.program.starts, 2U);
  EXPECT_EQ(told.program.image_version, "7");
  EXPECT_EQ(told.program.slot, "b");
  EXPECT_EQ(told.temperature_mc, 51'000);
  EXPECT_EQ(told.storage.life_a, 2);
  EXPECT_EQ(told.storage.life_b, 3);
  EXPECT_EQ(told.storage.pre_eol, 1);
}

TEST_F(SelfReporting, free_bytes_are_those_where_the_answers_lie) {
  const auto here = std::filesystem::space(state_.path());
  const auto told = figures().storage.free_bytes;
  ASSERT_TRUE(told);
  EXPECT_GT(*told, 0U);
  EXPECT_LE(*told, here.capacity);
}

TEST_F(SelfReporting, what_is_not_known_is_left_out) {
  const auto told = figures();
  EXPECT_EQ(told.program.image_version, std::nullopt);
  EXPECT_EQ(told.program.bundle, std::nullopt) << "there is none";
  EXPECT_EQ(told.temperature_mc, std::nullopt);
  EXPECT_EQ(told.storage.life_a, std::nullopt);
  EXPECT_EQ(told.touch, (record::TouchStatus{}));
}

TEST_F(SelfReporting, frames_and_the_bundle_in_force_come_from_the_screen) {
  StaffView staff;
  staff.bundle = 3;
  screen_.frame_drawn({}, {}, staff, 1'000);
  screen_.frame_shown(1'050);
  const auto told = figures();
  EXPECT_EQ(told.display, (record::DisplayStatus{"V3D", 1, 1, 50}));
  EXPECT_EQ(told.program.bundle, 3U);
}

}  // namespace
}  // namespace smilepost::kiosk
