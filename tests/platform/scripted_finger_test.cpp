// What the scripted finger pushes, the input queue reads back at the same place, however the
// picture is turned.
#include "platform/scripted_finger.h"

#include <SDL.h>
#include <gtest/gtest.h>

#include "tests/platform/offscreen.h"

namespace smilepost::platform {
namespace {

class Turned : public testing::TestWithParam<int> {};

TEST_P(Turned, ATouchArrivesWhereItWasMeant) {
  constexpr int width = 320, height = 200;
  ::setenv("SDL_VIDEODRIVER", "offscreen", 1);
  const auto window = Window::open({.width = width, .height = height});
  ASSERT_TRUE(window) << window.error().message;
  const ScriptedFinger finger(width, height, GetParam());
  InputQueue queue(width, height, GetParam());
  const Point meant{20, 150};
  finger.down(meant);
  finger.up(meant);
  (*window)->wait_events(0, [&](const SDL_Event& event) { queue.take(event, 1); });
  for (const auto phase : {Contact::Phase::down, Contact::Phase::up}) {
    const auto contact = queue.next();
    ASSERT_TRUE(contact);
    EXPECT_EQ(contact->phase, phase);
    EXPECT_NEAR(contact->at.x, meant.x, 0.1);
    EXPECT_NEAR(contact->at.y, meant.y, 0.1);
  }
}

INSTANTIATE_TEST_SUITE_P(AllWays, Turned, testing::Values(0, 1, 2, 3));

}  // namespace
}  // namespace smilepost::platform
