#include "kiosk/sync/clock_floor.h"

#include <gtest/gtest.h>

#include "platform/build_time.h"
#include "platform/files.h"
#include "platform/read_text.h"
#include "tests/kiosk/fakes/fake_clock.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

constexpr std::int64_t year_2076_ms = 3'345'000'000'000;

class ClockFloors : public testing::Test {
 protected:
  ClockFloors() {  // no battery, no network
    clock_.set_wall(0);
    clock_.set_synchronised(false);
  }
  ClockFloor open(std::optional<std::int64_t> newest_receipt_ms = {}) {
    return {folder_.path(), clock_, newest_receipt_ms};
  }
  std::filesystem::path file() const { return folder_.path() / "clock-floor"; }

  // Whenever this is built: fifty days later.
  const std::int64_t receipt_ms_ = (platform::build_time_s() + 50 * 86'400) * 1'000;
  tests::TempFolder folder_;
  tests::FakeClock clock_;
};

TEST_F(ClockFloors, a_clock_of_1970_counts_from_the_build_on) {
  const auto floor = open();
  EXPECT_EQ(floor.certificate_time_s(), platform::build_time_s());
  clock_.advance(5'000);
  EXPECT_EQ(floor.certificate_time_s(), platform::build_time_s() + 5);
}

TEST_F(ClockFloors, the_newest_receipt_is_past) {
  EXPECT_EQ(open(receipt_ms_).certificate_time_s(), receipt_ms_ / 1'000);
  auto floor = open();
  floor.heard(receipt_ms_);
  clock_.advance(7'000);
  EXPECT_EQ(floor.certificate_time_s(), receipt_ms_ / 1'000 + 7);
  floor.heard(receipt_ms_ - 1'000'000);  // shown again
  EXPECT_EQ(floor.certificate_time_s(), receipt_ms_ / 1'000 + 7);
}

TEST_F(ClockFloors, what_was_saved_is_past_after_a_reboot) {
  auto floor = open(receipt_ms_);
  clock_.advance(30 * ClockFloor::save_every_ms);
  ASSERT_TRUE(floor.save_sometimes());
  const auto saved_s = floor.certificate_time_s();
  clock_.reboot();
  clock_.set_wall(0);
  EXPECT_EQ(open().certificate_time_s(), saved_s);
  EXPECT_EQ(open(receipt_ms_).certificate_time_s(), saved_s);
}

TEST_F(ClockFloors, a_wall_clock_that_is_later_counts_and_is_never_saved) {
  auto floor = open(receipt_ms_);
  clock_.set_wall(year_2076_ms);
  EXPECT_EQ(floor.certificate_time_s(), year_2076_ms / 1'000);
  clock_.advance(2 * ClockFloor::save_every_ms);
  ASSERT_TRUE(floor.save_sometimes());
  clock_.set_wall(0);  // somebody mended it
  EXPECT_EQ(open().certificate_time_s(), receipt_ms_ / 1'000 + 2 * 3'600);
}

TEST_F(ClockFloors, it_is_written_once_an_hour_at_most) {
  auto floor = open(receipt_ms_);
  int writes = 0;
  std::optional<platform::FileIdentity> last;
  for (int minute = 0; minute < 24 * 60; ++minute) {
    ASSERT_TRUE(floor.save_sometimes());
    const auto now = platform::identity_of(file());
    if (now != last) ++writes;  // written anew and renamed
    last = now;
    clock_.advance(60'000);
  }
  EXPECT_EQ(writes, 24);
}

TEST_F(ClockFloors, a_program_that_starts_again_and_again_writes_no_more) {
  ASSERT_TRUE(open(receipt_ms_).save_sometimes());
  const auto before = platform::identity_of(file());
  for (int i = 0; i < 5; ++i) {
    clock_.advance(60'000);
    ASSERT_TRUE(open(receipt_ms_).save_sometimes());
  }
  EXPECT_EQ(platform::identity_of(file()), before);
}

TEST_F(ClockFloors, a_disk_that_takes_nothing_is_said_and_not_asked_again_for_an_hour) {
  ClockFloor floor(folder_.path() / "gone", clock_, receipt_ms_);
  EXPECT_FALSE(floor.save_sometimes());
  EXPECT_TRUE(floor.save_sometimes());
  clock_.advance(ClockFloor::save_every_ms);
  EXPECT_FALSE(floor.save_sometimes());
  EXPECT_GE(floor.certificate_time_s(), receipt_ms_ / 1'000);
}

TEST_F(ClockFloors, a_backend_far_ahead_of_a_confirmed_clock_is_not_believed) {
  clock_.set_wall(receipt_ms_);
  auto floor = open();
  floor.heard(year_2076_ms);
  EXPECT_EQ(floor.certificate_time_s(), year_2076_ms / 1'000);  // nothing speaks against it
  auto other = open();
  clock_.set_synchronised(true);
  other.heard(year_2076_ms);
  EXPECT_EQ(other.certificate_time_s(), receipt_ms_ / 1'000);
}

TEST_F(ClockFloors, rubbish_in_the_file_does_no_harm) {
  for (const std::string text : {"", "\n", "x\n", "-5\n", "12", "99999999999999999999\n",
                                 "253402300800\n", "1e9\n", "1800000000 \n"}) {
    ASSERT_TRUE(platform::write_file(file(), text));
    EXPECT_EQ(open(receipt_ms_).certificate_time_s(), receipt_ms_ / 1'000) << text;
  }
  ASSERT_TRUE(platform::write_file(file(), std::to_string(receipt_ms_ / 1'000 - 9) + "\n"));
  EXPECT_EQ(open(receipt_ms_).certificate_time_s(), receipt_ms_ / 1'000 - 9);  // IT set it back
}

TEST(build_time, is_of_the_source_and_past) {
  EXPECT_GE(platform::build_time_s(), 1'767'225'600);
  EXPECT_LT(platform::build_time_s(), std::time(nullptr));
}

}  // namespace
}  // namespace smilepost::kiosk
