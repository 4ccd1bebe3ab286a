#include "kiosk/sync/timekeeper.h"

#include <gtest/gtest.h>

#include "tests/record/samples.h"

namespace smilepost::kiosk {
namespace {

using record::TimeHeard;

constexpr std::int64_t boot_ms = 1'800'000'000'000;  // Unix time when the boot began
constexpr std::uint64_t ten_minutes = 600'000;

// A receipt that says the true time, half way, give or take `off_ms`.
TimeHeard heard_at(std::uint64_t sent_ms, std::uint64_t trip_ms, std::int64_t off_ms = 0) {
  const std::uint64_t middle = sent_ms + trip_ms / 2;
  return {boot_ms + static_cast<std::int64_t>(middle) + off_ms, sent_ms, sent_ms + trip_ms};
}

class Timekeeping : public ::testing::Test {
 protected:
  Timekeeping() {
    record::initialise_crypto();
    kiosk_.open_epoch(1, 1, record::EpochReason::first_start);
  }
  void deliver(const TimeHeard& heard) { keeper_.delivered(kiosk_.append(heard)); }
  // The first of this boot, with the backend.
  void begin(const TimeHeard& heard) {
    EXPECT_TRUE(keeper_.wants(heard));
    deliver(heard);
  }
  record::samples::Kiosk kiosk_;
  Timekeeper keeper_;
};

TEST_F(Timekeeping, wants_the_first_and_then_none_that_says_the_same) {
  begin(heard_at(5'000, 100));
  for (std::uint64_t at = 6'000; at < 30 * ten_minutes; at += 60'000) {
    EXPECT_FALSE(keeper_.wants(heard_at(at, 100, 1'900))) << at;
  }
}

TEST_F(Timekeeping, wants_one_that_disagrees_by_over_two_seconds_and_half_its_trip) {
  begin(heard_at(5'000, 100));
  const std::uint64_t later = 5'100 + ten_minutes;
  EXPECT_FALSE(keeper_.wants(heard_at(later, 1'000, 2'500)));
  EXPECT_FALSE(keeper_.wants(heard_at(later, 1'000, -2'500)));
  EXPECT_TRUE(keeper_.wants(heard_at(later, 1'000, 2'501)));
}

TEST_F(Timekeeping, wants_one_that_is_much_closer_where_the_first_took_long) {
  begin(heard_at(5'000, 4'002));
  const std::uint64_t later = 9'002 + ten_minutes;
  EXPECT_FALSE(keeper_.wants(heard_at(later, 2'001)));
  EXPECT_TRUE(keeper_.wants(heard_at(later, 2'000)));
}

TEST_F(Timekeeping, wants_no_closer_one_where_the_first_was_quick) {
  begin(heard_at(5'000, 4'000));
  EXPECT_FALSE(keeper_.wants(heard_at(9'000 + ten_minutes, 10)));
}

TEST_F(Timekeeping, rests_ten_minutes_whatever_it_hears) {
  begin(heard_at(5'000, 100));
  EXPECT_FALSE(keeper_.wants(heard_at(5'000 + ten_minutes - 1, 100, 3'600'000)));
  EXPECT_TRUE(keeper_.wants(heard_at(5'000 + ten_minutes, 100, 3'600'000)));
  EXPECT_FALSE(keeper_.wants(heard_at(5'001 + ten_minutes, 100, -3'600'000)));
}

// What it compares with must be with the backend, or the backend has nothing to correct by.
TEST_F(Timekeeping, wants_another_where_the_first_could_not_be_kept) {
  EXPECT_TRUE(keeper_.wants(heard_at(5'000, 100)));
  keeper_.delivered(kiosk_.append(record::samples::vote(4)));
  deliver(heard_at(4'000, 100));  // an earlier program's
  EXPECT_FALSE(keeper_.wants(heard_at(6'000, 100)));
  EXPECT_TRUE(keeper_.wants(heard_at(5'000 + ten_minutes, 100)));
}

TEST_F(Timekeeping, finds_what_was_delivered_among_others) {
  const TimeHeard first = heard_at(5'000, 100);
  EXPECT_TRUE(keeper_.wants(first));
  keeper_.delivered(
      record::samples::joined({kiosk_.append(record::samples::vote(4)), kiosk_.append(first),
                               kiosk_.append(record::HeadReport{1, 1, "0.1.0"})}));
  EXPECT_FALSE(keeper_.wants(heard_at(5'000 + ten_minutes, 100)));
}

TEST_F(Timekeeping, wants_none_that_nobody_would_use) {
  EXPECT_FALSE(keeper_.wants(heard_at(5'000, 120'001)));
  EXPECT_FALSE(keeper_.wants({1'767'225'599'999, 5'000, 5'100}));
  EXPECT_FALSE(keeper_.wants({std::numeric_limits<std::int64_t>::min(), 5'000, 5'100}));
  EXPECT_TRUE(keeper_.wants({1'767'225'600'000, 5'000, 125'000}));
}

}  // namespace
}  // namespace smilepost::kiosk
