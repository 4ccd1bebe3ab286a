#include "deploy/provisioning/options.h"

#include <gtest/gtest.h>

namespace smilepost::provisioning {
namespace {

TEST(ProvisioningOptions, each_place_can_be_named) {
  const auto options = parse_options({"--card", "/c", "--state", "/s", "--own", "/o", "--networks",
                                      "/n", "--host-name", "/h", "--user", "kiosk"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->places.card, "/c");
  EXPECT_EQ(options->places.state, "/s");
  EXPECT_EQ(options->places.own, "/o");
  EXPECT_EQ(options->places.networks, "/n");
  EXPECT_EQ(options->places.host_name, "/h");
  EXPECT_EQ(options->user, "kiosk");
}

TEST(ProvisioningOptions, what_is_unknown_or_missing_is_said) {
  EXPECT_FALSE(parse_options({"--crad", "/c"}));
  EXPECT_FALSE(parse_options({"--card"}));
  EXPECT_FALSE(parse_options({"--user", ""}));
  EXPECT_EQ(parse_options({"--version", "--crad"})->task, Task::version);
}

}  // namespace
}  // namespace smilepost::provisioning
