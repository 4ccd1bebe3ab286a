// All taps that record something, by number, and what became of each. A tap's number goes with its
// answer, in place of the theme's name: so each answer that is found anywhere says which tap it
// was.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "record/record.h"

namespace smilepost::simulation {

struct Tap {
  record::KioskId kiosk{};
  record::Answer answer;
  bool confirmed = false;
  // Where and when it was.
  std::uint64_t device = 0, epoch = 0, sequence = 0;
  std::int64_t confirmed_ms = 0;
  // Its record went with the only thing that held it, which no software can help.
  bool perished = false;
};

class Ledger {
 public:
  // The answer with its number in it.
  record::Answer tap(const record::KioskId& kiosk, record::Answer answer) {
    answer.presentation.theme = "tap " + std::to_string(taps_.size());
    taps_.push_back({kiosk, answer});
    return answer;
  }
  std::uint64_t last() const { return taps_.size() - 1; }

  // Nothing where it is no tap's.
  static std::optional<std::uint64_t> number_of(const record::Answer& answer) {
    const std::string& theme = answer.presentation.theme;
    if (theme.rfind("tap ", 0) != 0) return {};
    return std::stoull(theme.substr(4));
  }

  std::vector<Tap>& taps() { return taps_; }
  const std::vector<Tap>& taps() const { return taps_; }

 private:
  std::vector<Tap> taps_;
};

}  // namespace smilepost::simulation
