#include "record/release_version.h"

#include <gtest/gtest.h>

namespace smilepost::record {
namespace {

TEST(ReleaseVersionTest, numbers_are_compared_one_by_one_not_as_text) {
  const auto in_order = {"0.1",     "0.1.1", "0.9",    "0.10",      "1",
                         "1.0.0.1", "1.4.2", "1.4.10", "2026.11.28"};
  for (auto low = in_order.begin(); low != in_order.end(); ++low)
    for (auto high = low + 1; high != in_order.end(); ++high)
      EXPECT_LT(*parse_version(*low), *parse_version(*high)) << *low << " " << *high;
}

TEST(ReleaseVersionTest, what_is_missing_at_the_end_is_zero) {
  EXPECT_EQ(parse_version("1.4"), parse_version("1.4.0.0"));
  EXPECT_EQ(parse_version("0"), parse_version("0.0"));
  EXPECT_NE(parse_version("1.0.4"), parse_version("1.4"));
}

TEST(ReleaseVersionTest, all_else_is_no_version) {
  for (const auto* text : {"", ".", "1.", ".1", "1..2", "v1", "1.2-rc1", "1 ", " 1", "1,2", "-1",
                           "1.+2", "12345678901", "1.2.3.4.5.6.7.8.9"})
    EXPECT_FALSE(parse_version(text)) << text;
  EXPECT_TRUE(parse_version("1.2.3.4.5.6.7.8"));
  EXPECT_TRUE(parse_version("999999999"));
}

}  // namespace
}  // namespace smilepost::record
