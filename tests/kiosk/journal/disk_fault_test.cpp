// Every call of a kiosk's disk fails once; some pairs do.
#include "tests/kiosk/journal/disk_faults.h"

#include <gtest/gtest.h>

#include <iostream>

namespace smilepost::kiosk {
namespace {

class DiskFault : public testing::Test {
 protected:
  DiskFault() { prepare_for_lives(); }
  ~DiskFault() override { std::cout << faults_.figures().text() << "\n"; }
  DiskFaults faults_;
};

TEST_F(DiskFault, at_any_call_loses_no_answer_and_is_overcome) {
  constexpr int steps = 7;
  for (const std::uint64_t seed : {3}) {
    const auto calls = faults_.calls(seed, steps);
    EXPECT_GT(calls, 200U);
    for (std::uint64_t call = 1; call <= calls; ++call) {
      const auto fault = call % 3 == 0 ? tests::Fault::no_space : tests::Fault::io_error;
      ASSERT_EQ(faults_.live(seed, steps, {{call, fault}}), "");
    }
  }
}

TEST_F(DiskFault, in_pairs_loses_no_answer_and_is_overcome) {
  constexpr int steps = 7;
  tests::Random random(5);
  for (int i = 0; i < 60; ++i) {
    const std::uint64_t seed = random() % 50;
    const auto calls = faults_.calls(seed, steps);
    const auto first = random() % calls + 1;
    ASSERT_EQ(faults_.live(seed, steps,
                           {{first, tests::Fault::io_error},
                            {first + 1 + random() % 60, tests::Fault::io_error}}),
              "");
  }
}

}  // namespace
}  // namespace smilepost::kiosk
