// Ends a run after a time.
#pragma once

#include "kiosk/app.h"

namespace smilepost::kiosk {

class Curfew final : public Onlooker {
 public:
  // By the loop's Pace; nothing: never.
  explicit Curfew(std::optional<std::uint64_t> at_ms) : at_ms_(at_ms) {}

  std::optional<std::uint64_t> next_ms() const override { return at_ms_; }
  bool act(const Registry&, std::uint64_t) override {
    passed_ = true;
    at_ms_.reset();
    return false;
  }
  bool passed() const { return passed_; }

 private:
  std::optional<std::uint64_t> at_ms_;
  bool passed_ = false;
};

}  // namespace smilepost::kiosk
