// The power is cut after every write, sync, truncate, rename and unlink of a kiosk's life.
#include <gtest/gtest.h>

#include "tests/kiosk/journal/power_cuts.h"

namespace smilepost::kiosk {
namespace {

TEST(PowerCut, at_every_point_of_a_kiosks_life_loses_no_answer) {
  prepare_for_lives();
  PowerCuts cuts;
  for (std::uint64_t seed = 1; seed <= 4 && cuts.fault().empty(); ++seed) cuts.live(seed);
  EXPECT_EQ(cuts.fault(), "");
  EXPECT_GT(cuts.figures().cuts, 4'000U);
  EXPECT_GT(cuts.figures().cuts_while_recovering, 300U);
  std::cout << cuts.figures().text() << "\n";
}

}  // namespace
}  // namespace smilepost::kiosk
