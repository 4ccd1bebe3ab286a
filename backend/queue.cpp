#include "backend/queue.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace smilepost::backend {
namespace {

constexpr int most_seconds = 300;
constexpr int batches_share = 3;  // parts of the time, to one of the others

}  // namespace

Queue::Queue(const QueueLimits& limits, unsigned seed) : limits_(limits), random_(seed) {}

bool Queue::add(Job&& job) {
  std::deque<Job>& line = job.is_batch ? batches_ : others_;
  const std::size_t most = job.is_batch ? limits_.batches : limits_.others;
  const std::size_t size = job.request.body.size();
  if (line.size() >= most || size > limits_.bytes - bytes_) return false;
  bytes_ += size;
  line.push_back(std::move(job));
  return true;
}

std::vector<Job> Queue::next() {
  took_others_ = batches_.empty() || (!others_.empty() && due_to_batches_ <= Duration::zero());
  std::vector<Job> group = took_others_ ? take(others_, limits_.others_at_once)
                                        : take(batches_, limits_.batches_at_once);
  group_size_ = group.size();
  return group;
}

std::vector<Job> Queue::take(std::deque<Job>& line, std::size_t most) {
  const auto end = line.begin() + static_cast<std::ptrdiff_t>(std::min(line.size(), most));
  std::vector<Job> group(std::make_move_iterator(line.begin()), std::make_move_iterator(end));
  line.erase(line.begin(), end);
  for (const Job& job : group) bytes_ -= job.request.body.size();
  return group;
}

void Queue::took(Duration duration) {
  if (group_size_ == 0) return;
  due_to_batches_ = took_others_ ? batches_share * duration : due_to_batches_ - duration;
  sent_away_ -= std::min(sent_away_, group_size_);
  const double each =
      std::chrono::duration<double>(duration).count() / static_cast<double>(group_size_);
  seconds_each_ += (each - seconds_each_) / 8;
}

int Queue::come_back_after() {
  ++sent_away_;
  const std::size_t ahead = batches_.size() + others_.size() + sent_away_;
  const double wait = std::ceil(static_cast<double>(ahead) * seconds_each_);
  const int seconds = static_cast<int>(std::clamp(wait, 1.0, double{most_seconds}));
  return std::uniform_int_distribution<int>(seconds, 2 * seconds)(random_);
}

}  // namespace smilepost::backend
