// What makes an answer doubtful, seen beside those before it: a child that taps on, somebody who
// wants to spoil the figures. Nothing is dropped for it; the answer carries flags. Pure; times are
// milliseconds of a clock that only goes forward.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "record/record.h"

namespace smilepost::kiosk {

struct ScrutinyTimes {
  std::uint64_t interval = 5'000;      // between one visit's last answer and the next visit
  std::size_t burst_visits = 4;        // ui.md, children: so many
  std::uint64_t burst = 20'000;        // within this
  std::size_t pattern_visits = 5;      // all the same vote, or each one step further than the last,
  std::uint64_t pattern_gap = 10'000;  // none later than this after the one before
};

class Scrutiny {
 public:
  explicit Scrutiny(ScrutinyTimes times = {}) : times_(times) {}

  // What would be doubtful about a vote that begins a visit now, ascending.
  std::vector<record::Flag> flags_of(const record::Vote& vote, std::uint64_t now_ms) const;
  // It was kept.
  void visit_began(const record::Vote& vote, std::uint64_t at_ms);
  // Any answer that somebody gave and that was kept, that vote too.
  void answered(std::uint64_t at_ms) { answered_ms_ = at_ms; }

 private:
  struct Visit {
    record::Vote vote;
    std::uint64_t began_ms = 0;
  };
  using Visits = std::deque<Visit>;
  bool is_burst(const Visits& visits) const;
  bool is_pattern(const Visits& visits) const;

  ScrutinyTimes times_;
  Visits visits_;  // the last few
  std::optional<std::uint64_t> answered_ms_;
};

}  // namespace smilepost::kiosk
