#include "kiosk/survey/scrutiny.h"

#include <algorithm>

namespace smilepost::kiosk {
namespace {

// From one vote to the next, around the end: 1, 2, 3, 4, 1, 2 goes on by one step each time.
int steps_between(const record::Vote& from, const record::Vote& to) {
  return (to.value - from.value + to.steps) % to.steps;
}

}  // namespace

std::vector<record::Flag> Scrutiny::flags_of(const record::Vote& vote, std::uint64_t now_ms) const {
  Visits visits = visits_;
  visits.push_back({vote, now_ms});
  std::vector<record::Flag> flags;
  if (answered_ms_ && now_ms < *answered_ms_ + times_.interval) {
    flags.push_back(record::Flag::quick);
  }
  if (is_burst(visits)) flags.push_back(record::Flag::burst);
  if (is_pattern(visits)) flags.push_back(record::Flag::pattern);
  return flags;
}

void Scrutiny::visit_began(const record::Vote& vote, std::uint64_t at_ms) {
  visits_.push_back({vote, at_ms});
  while (visits_.size() > std::max(times_.burst_visits, times_.pattern_visits)) {
    visits_.pop_front();
  }
}

bool Scrutiny::is_burst(const Visits& visits) const {
  if (visits.size() < times_.burst_visits) return false;
  const auto& first = visits_[visits.size() - times_.burst_visits];
  return visits.back().began_ms - first.began_ms <= times_.burst;
}

bool Scrutiny::is_pattern(const Visits& visits) const {
  if (visits.size() < times_.pattern_visits) return false;
  const auto first = visits.end() - static_cast<std::ptrdiff_t>(times_.pattern_visits);
  const int steps = steps_between(first->vote, (first + 1)->vote);
  const int back = first->vote.steps - 1;
  if (steps != 0 && steps != 1 && steps != back) return false;
  return std::adjacent_find(first, visits.end(), [&](const Visit& a, const Visit& b) {
           return a.vote.steps != b.vote.steps || steps_between(a.vote, b.vote) != steps ||
                  b.began_ms - a.began_ms > times_.pattern_gap;
         }) == visits.end();
}

}  // namespace smilepost::kiosk
