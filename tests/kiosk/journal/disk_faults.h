// Lets calls of a kiosk's disk fail, one or two in a life, and looks whether what was promised is
// there in the end, also after a power cut, and whether the kiosk goes on by itself.
#pragma once

#include <string>

#include "tests/kiosk/journal/kiosk_life.h"

namespace smilepost::kiosk {

struct Failure {
  std::uint64_t call = 0;  // counted from the life's first
  tests::Fault fault = tests::Fault::io_error;
};

class DiskFaults {
 public:
  struct Figures {
    std::uint64_t lives = 0, failures = 0, refused = 0, answers = 0;
    std::string text() const;
  };

  // How many calls a life of that seed makes when nothing fails.
  std::uint64_t calls(std::uint64_t seed, int steps);
  // Of a broken promise: what is not true; or nothing.
  std::string live(std::uint64_t seed, int steps, const std::vector<Failure>& failures);
  const Figures& figures() const { return figures_; }

 private:
  Figures figures_;
};

}  // namespace smilepost::kiosk
