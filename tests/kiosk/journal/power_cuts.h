// Cuts the power wherever a kiosk's disk changes, and looks whether the kiosk that starts again has
// kept what was promised.
#pragma once

#include <array>
#include <string>

#include "tests/kiosk/journal/kiosk_life.h"

namespace smilepost::kiosk {

class PowerCuts {
 public:
  struct Figures {
    std::uint64_t lives = 0, steps = 0, cuts = 0, cuts_while_recovering = 0, answers = 0;
    std::array<std::uint64_t, 12> at{};  // by tests::Call
    std::string text() const;
  };

  // A kiosk's life by this seed: the power is cut after each change of the disk, in each way.
  void live(std::uint64_t seed, int steps = 14);

  // Of the first broken promise: seed, step, call, loss and what is not true.
  const std::string& fault() const { return fault_; }
  const Figures& figures() const { return figures_; }

 private:
  void cut(const tests::SimulatedDisk& disk, tests::Call call);
  void start_again(std::shared_ptr<tests::SimulatedDisk> left, tests::Loss loss, bool cut_again);

  tests::Random random_;
  const KioskLife* life_ = nullptr;
  std::string where_;
  std::string fault_;
  Figures figures_;
};

}  // namespace smilepost::kiosk
