// A whole kiosk in real time: its window on whatever display SDL_VIDEODRIVER names, the loop, the
// journal on its thread, on a card that needs as long as the test says.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/speed/stopwatch.h"

namespace smilepost::tests {

struct TimedOptions {
  int width = 1280, height = 800, quarter_turns = 0;
  float diagonal_inch = 10.1F;
  std::uint64_t card_ms = 500;  // of each sync, once the kiosk runs
  std::uint64_t visits = 20, seed = 1;
};

struct TimedVisits {
  std::string driver;  // SDL's
  std::string fault;   // empty: everything happened that was to happen
  std::map<std::string, std::vector<Delay>> delays;
};

// Serves so many visits. Throws where it cannot be set up.
TimedVisits timed_visits(const TimedOptions& options);

}  // namespace smilepost::tests
