// What this backend counts and measures about itself, for Prometheus. Any thread.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "backend/http.h"

namespace smilepost::backend {

using Count = std::atomic<std::uint64_t>;

// How many values were at most so large, for a few bounds.
class Histogram {
 public:
  explicit Histogram(std::vector<double> bounds);  // ascending
  void observe(double value);

  const std::vector<double>& bounds() const { return bounds_; }
  // Of those above the bound before and not above this one; the last: above all of them.
  std::uint64_t in_bucket(std::size_t place) const { return buckets_[place]; }
  double sum() const { return sum_; }

 private:
  const std::vector<double> bounds_;
  const std::unique_ptr<Count[]> buckets_;
  std::atomic<double> sum_ = 0;
};

struct Metrics {
  Metrics();

  // A batch's response, which is there only once all it says is durable.
  void note_batch(const Response& response, std::size_t bytes);

  static constexpr std::array<int, 7> statuses{200, 403, 409, 413, 415, 422, 503};

  Count records_new = 0, records_repeated = 0;
  Count forks = 0, copies = 0, gaps = 0;
  std::array<Count, statuses.size() + 1> batches{};  // by status; the last: any other
  Count batch_bytes = 0;
  Count sent_away = 0;  // since too many waited
  Histogram group_requests, commit_seconds, batch_seconds, other_seconds;
  Count kiosks_enrolled = 0, kiosks_revoked = 0, kiosks_silent = 0;  // as last counted
  Count kiosks_ill = 0, kiosks_watch = 0, kiosks_waiting = 0;        // likewise
};

}  // namespace smilepost::backend
