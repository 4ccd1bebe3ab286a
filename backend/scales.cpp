#include "backend/scales.h"

#include <algorithm>
#include <cmath>

namespace smilepost::backend {
namespace {

constexpr double z = 1.96;  // 95 % of a normal distribution lie within so many deviations

struct Scored {
  double score = 0;
  double visits = 0;
};

// The spread needs the mean first, hence two passes.
std::optional<Estimate> mean_of(const std::vector<Scored>& votes, double lowest, double highest) {
  double sample = 0;
  double sum = 0;
  double squares = 0;
  for (const auto& [score, visits] : votes) {
    sample += visits;
    sum += score * visits;
  }
  if (sample == 0) return std::nullopt;
  Estimate estimate{sum / sample, static_cast<std::uint64_t>(sample), {}};
  if (estimate.sample < smallest_for_range) return estimate;
  for (const auto& [score, visits] : votes) {
    squares += (score - estimate.mean) * (score - estimate.mean) * visits;
  }
  const double half = z * std::sqrt(squares / (sample - 1) / sample);
  estimate.range = {std::max(lowest, estimate.mean - half),
                    std::min(highest, estimate.mean + half)};
  return estimate;
}

// Wilson's: it stays within 0 and 100 per cent, and is no point where all agree.
std::optional<Estimate> share_of(double good, double sample) {
  if (sample == 0) return std::nullopt;
  const double share = good / sample;
  Estimate estimate{100 * share, static_cast<std::uint64_t>(sample), {}};
  if (estimate.sample < smallest_for_range) return estimate;
  const double widened = 1 + z * z / sample;
  const double centre = (share + z * z / (2 * sample)) / widened;
  const double half =
      z / widened * std::sqrt(share * (1 - share) / sample + z * z / (4 * sample * sample));
  estimate.range = {100 * std::max(0.0, centre - half), 100 * std::min(1.0, centre + half)};
  return estimate;
}

double score_of(std::uint64_t steps, std::uint64_t value) {
  switch (scale_of(steps)) {
    case Scale::yes_no:
    case Scale::faces:
      return 100.0 * static_cast<double>(value - 1) / static_cast<double>(steps - 1);
    case Scale::recommendation:
      return is_good(steps, value) ? 100 : (is_bad(steps, value) ? -100 : 0);
    case Scale::effort:
    case Scale::other:
      break;
  }
  return static_cast<double>(value);
}

void add_scored(const Distribution& distribution, std::vector<Scored>& to) {
  for (std::size_t i = 0; i < distribution.votes.size(); ++i) {
    to.push_back({score_of(distribution.steps, i + 1), static_cast<double>(distribution.votes[i])});
  }
}

template <class Counts>
std::uint64_t sum_where(const Distribution& distribution, const Counts& counts) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < distribution.votes.size(); ++i) {
    if (counts(distribution.steps, i + 1)) sum += distribution.votes[i];
  }
  return sum;
}

}  // namespace

Scale scale_of(std::uint64_t steps) {
  if (steps == 2) return Scale::yes_no;
  if (steps >= 3 && steps <= 5) return Scale::faces;
  if (steps == 7) return Scale::effort;
  return steps == 11 ? Scale::recommendation : Scale::other;
}

bool is_good(std::uint64_t steps, std::uint64_t value) {
  if (scale_of(steps) == Scale::recommendation) return value >= 10;
  return value * 2 > steps + 1;
}

bool is_bad(std::uint64_t steps, std::uint64_t value) {
  if (scale_of(steps) == Scale::recommendation) return value <= 7;
  return value * 2 < steps + 1;
}

std::uint64_t Distribution::sample() const {
  return sum_where(*this, [](std::uint64_t, std::uint64_t) { return true; });
}

std::uint64_t Distribution::good() const {
  return sum_where(*this, is_good);
}

std::uint64_t Distribution::bad() const {
  return sum_where(*this, is_bad);
}

std::optional<Estimate> happy_index_of(const std::vector<Distribution>& distributions) {
  std::vector<Scored> votes;
  for (const Distribution& one : distributions) {
    if (scale_of(one.steps) == Scale::faces) add_scored(one, votes);
  }
  return mean_of(votes, 0, 100);
}

std::optional<Estimate> estimate_of(const Distribution& distribution) {
  const auto steps = static_cast<double>(distribution.steps);
  std::vector<Scored> votes;
  add_scored(distribution, votes);
  switch (scale_of(distribution.steps)) {
    case Scale::yes_no:
      return share_of(static_cast<double>(distribution.good()),
                      static_cast<double>(distribution.sample()));
    case Scale::faces:
      return mean_of(votes, 0, 100);
    case Scale::recommendation:
      return mean_of(votes, -100, 100);
    case Scale::effort:
    case Scale::other:
      break;
  }
  return distribution.steps > 1 ? mean_of(votes, 1, steps) : std::nullopt;
}

}  // namespace smilepost::backend
