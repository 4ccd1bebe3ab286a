// What the answers to a question with a scale say: counted, with what chance may make of it.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace smilepost::backend {

// A record says how many answers a question offered, and that is what its scale is known by.
enum class Scale : std::uint8_t {
  yes_no,          // 2: the worse answer and the better one
  faces,           // 3 to 5
  effort,          // 7: from 1, the worst, to 7
  recommendation,  // 11: from 0 to 10
  other,           // of a later version
};
Scale scale_of(std::uint64_t steps);

// Praise: of 0 to 10 nine and ten, of any other scale the upper half.
bool is_good(std::uint64_t steps, std::uint64_t value);
// Of 0 to 10 six and less, of any other scale the lower half.
bool is_bad(std::uint64_t steps, std::uint64_t value);

// Visits by their answer: votes[0] is the worst.
struct Distribution {
  std::uint8_t steps = 0;
  std::vector<std::uint64_t> votes;

  std::uint64_t sample() const;
  std::uint64_t good() const;
  std::uint64_t bad() const;
};

struct Estimate {
  double mean = 0;
  std::uint64_t sample = 0;  // visits
  // 95 % confidence; none where the sample is below smallest_for_range.
  std::optional<std::pair<double, double>> range;
};
inline constexpr std::uint64_t smallest_for_range = 30;

// Mean over visits of (value - 1) / (steps - 1) * 100: equal steps from 0, the worst, to 100. Of
// faces alone, whatever their number; none without any. Normal approximation.
std::optional<Estimate> happy_index_of(const std::vector<Distribution>& distributions);

// What is said of one scale; none without a vote, and of a single step, which is no scale.
//   yes_no          per cent of the better answer; Wilson's score interval (1927)
//   faces           their happy index
//   recommendation  per cent of 9 and 10 minus per cent of 0 to 6: -100 to 100 (Reichheld 2003)
//   effort, other   mean of the values
// Normal approximation, but for yes_no.
std::optional<Estimate> estimate_of(const Distribution& distribution);

}  // namespace smilepost::backend
