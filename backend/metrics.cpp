#include "backend/metrics.h"

#include <algorithm>
#include <utility>

namespace smilepost::backend {
namespace {

const std::vector<double> seconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                  0.25,  0.5,    1,     2.5,  5,     10,   30};

}  // namespace

Histogram::Histogram(std::vector<double> bounds)
    : bounds_(std::move(bounds)), buckets_(std::make_unique<Count[]>(bounds_.size() + 1)) {}

void Histogram::observe(double value) {
  const auto bound = std::lower_bound(bounds_.begin(), bounds_.end(), value);
  ++buckets_[static_cast<std::size_t>(bound - bounds_.begin())];
  sum_ += value;
}

Metrics::Metrics()
    : group_requests({1, 2, 4, 8, 16, 32, 64}),
      commit_seconds(seconds),
      batch_seconds(seconds),
      other_seconds(seconds) {}

void Metrics::note_batch(const Response& response, std::size_t bytes) {
  const auto status = std::find(statuses.begin(), statuses.end(), response.status);
  ++batches[static_cast<std::size_t>(status - statuses.begin())];
  batch_bytes += bytes;
  records_new += response.intake.records_new;
  records_repeated += response.intake.records_repeated;
  forks += response.intake.forks;
  copies += response.intake.copies;
  gaps += response.intake.gaps;
}

}  // namespace smilepost::backend
