#include "kiosk/sync/batch_size.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <algorithm>

namespace smilepost::kiosk {
namespace {

constexpr BatchLimits most{500, std::size_t{512} << 10};

// A link: so long for nothing at all, and so many bytes a second.
struct Link {
  std::uint64_t distance_ms = 0;
  std::uint64_t bytes_a_second = 0;
  std::uint64_t takes(std::size_t bytes) const {
    return distance_ms + bytes * 1'000 / bytes_a_second;
  }
};

// Exchanges of full batches. How long the last one took.
std::uint64_t exchange(BatchSize& size, const Link& link, int times) {
  std::uint64_t took = 0;
  for (int i = 0; i < times; ++i) {
    const std::size_t bytes = size.limits().bytes;
    took = link.takes(bytes);
    size.delivered(bytes, took);
  }
  return took;
}

TEST(batch_size, a_quick_link_gets_the_most_within_a_few_exchanges) {
  BatchSize size(most);
  exchange(size, {20, 10'000'000}, 8);
  EXPECT_EQ(size.limits().bytes, most.bytes);
  EXPECT_EQ(size.limits().records, most.records);
}

TEST(batch_size, two_kilobytes_a_second_get_exchanges_of_a_few_seconds) {
  BatchSize size(most);
  const auto took = exchange(size, {300, 2'000}, 20);
  EXPECT_GE(took, BatchSize::aim_ms / 2);
  EXPECT_LE(took, 3 * BatchSize::aim_ms);
}

TEST(batch_size, a_link_that_becomes_slow_is_followed_in_one_step_and_back_in_a_few) {
  BatchSize size(most);
  exchange(size, {20, 10'000'000}, 8);
  exchange(size, {20, 2'000}, 1);  // four minutes
  EXPECT_LE(Link({20, 2'000}).takes(size.limits().bytes), BatchSize::aim_ms + 20);
  exchange(size, {20, 10'000'000}, 8);
  EXPECT_EQ(size.limits().bytes, most.bytes);
}

TEST(batch_size, who_is_far_away_but_not_slow_gets_the_most) {
  BatchSize size(most);
  exchange(size, {15'000, 10'000'000}, 8);
  EXPECT_EQ(size.limits().bytes, most.bytes);
}

TEST(batch_size, who_comes_to_be_far_away_gets_the_most_again) {
  BatchSize size(most);
  exchange(size, {20, 10'000'000}, 8);
  exchange(size, {15'000, 10'000'000}, 60);
  EXPECT_EQ(size.limits().bytes, most.bytes);
}

TEST(batch_size, a_small_batch_says_nothing_about_a_large_one) {
  BatchSize size(most);
  exchange(size, {20, 10'000'000}, 8);
  size.delivered(186, 30'000);
  EXPECT_EQ(size.limits().bytes, most.bytes);
}

TEST(batch_size, a_line_that_breaks_gets_less_each_time_down_to_one_record) {
  BatchSize size(most);
  exchange(size, {20, 10'000'000}, 8);
  size.broken_off();
  EXPECT_EQ(size.limits().bytes, most.bytes / 2);
  for (int i = 0; i < 40; ++i) size.broken_off();
  EXPECT_EQ(size.limits().bytes, BatchSize::least_bytes);
}

TEST(batch_size, what_is_too_large_on_the_way_is_not_tried_again) {
  BatchSize size(most);
  exchange(size, {20, 10'000'000}, 8);
  size.too_large(300'000);
  exchange(size, {20, 10'000'000}, 8);
  EXPECT_EQ(size.limits().bytes, 150'000U);
}

TEST(batch_size, a_limit_that_is_smaller_from_the_start_holds) {
  BatchSize size({10, 1'000});
  exchange(size, {20, 10'000'000}, 8);
  EXPECT_EQ(size.limits().bytes, 1'000U);
  EXPECT_EQ(size.limits().records, 10U);
}

RC_GTEST_PROP(batch_size_property, whatever_happens_stays_within_bounds, ()) {
  BatchSize size(most);
  for (int i = 0; i < 100; ++i) {
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        size.broken_off();
        break;
      case 1:
        size.too_large(*rc::gen::inRange<std::size_t>(0, 2 * most.bytes));
        break;
      default:
        size.delivered(*rc::gen::inRange<std::size_t>(0, 2 * most.bytes),
                       *rc::gen::arbitrary<std::uint32_t>());
    }
    RC_ASSERT(size.limits().bytes >= BatchSize::least_bytes);
    RC_ASSERT(size.limits().bytes <= most.bytes);
  }
}

// Whatever the link, it settles: no exchange takes much more than the aim beyond its distance,
// unless one record alone does.
RC_GTEST_PROP(batch_size_property, settles_on_any_link, ()) {
  const Link link{*rc::gen::inRange<std::uint64_t>(0, 20'000),
                  *rc::gen::inRange<std::uint64_t>(100, 10'000'000)};
  BatchSize size(most);
  exchange(size, link, 80);
  for (int i = 0; i < 10; ++i) {
    const auto bytes = size.limits().bytes;
    const auto took = exchange(size, link, 1);
    // The first batch's own time counts as distance until a smaller one is sent.
    const auto first = link.takes(BatchSize::first_bytes) - link.distance_ms;
    RC_ASSERT(took <= link.distance_ms + first + 2 * BatchSize::aim_ms ||
              bytes == BatchSize::least_bytes);
  }
}

}  // namespace
}  // namespace smilepost::kiosk
