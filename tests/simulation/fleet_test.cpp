// A fleet's life from one seed: short here, in full tests/long simulation.
#include "tests/simulation/fleet.h"

#include <gtest/gtest.h>

#include "platform/log.h"

namespace smilepost::simulation {
namespace {

struct Life {
  std::string fault;
  std::uint64_t digest = 0;
  std::map<std::string, std::uint64_t, std::less<>> counts;
};

Life live(const Plan& plan) {
  platform::set_log_level(platform::LogLevel{0});  // faults are expected
  Fleet fleet(plan);
  Life life;
  life.fault = fleet.live();
  life.digest = fleet.world().digest();
  life.counts = fleet.world().counts();
  return life;
}

TEST(FleetSimulation, over_a_bad_network_every_confirmed_answer_is_counted_once) {
  const Life life = live({.seed = 1, .kiosks = 3, .days = 10, .mishaps = false});
  EXPECT_EQ(life.fault, "");
  EXPECT_GT(life.counts.at("answer lost"), 0U);
}

class FleetLife : public testing::TestWithParam<std::uint64_t> {};

TEST_P(FleetLife, keeps_every_promise_whatever_befalls_kiosks_and_backend) {
  const Life life = live({.seed = GetParam(), .kiosks = 4, .days = 30});
  EXPECT_EQ(life.fault, "");
  EXPECT_GT(life.counts.at("loses power"), 0U);
}

// Among them those that once found something: a copy that was answered with the other one's head.
INSTANTIATE_TEST_SUITE_P(seed, FleetLife, testing::Values(1, 3, 12),
                         testing::PrintToStringParamName());

TEST(FleetSimulation, the_same_seed_lives_the_same_life) {
  const Plan plan{.seed = 7, .kiosks = 2, .days = 8};
  const Life first = live(plan), second = live(plan);
  EXPECT_EQ(first.digest, second.digest);
  EXPECT_EQ(first.counts, second.counts);
  EXPECT_NE(live({.seed = 8, .kiosks = 2, .days = 8}).digest, first.digest);
}

}  // namespace
}  // namespace smilepost::simulation
