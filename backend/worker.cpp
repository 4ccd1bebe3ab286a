#include "backend/worker.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

namespace smilepost::backend {

Worker::Worker(GroupHandler handle, std::size_t queue_limit, std::size_t group_limit)
    : handle_(std::move(handle)),
      queue_limit_(queue_limit),
      group_limit_(group_limit),
      thread_([this] { run(); }) {}

Worker::~Worker() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

bool Worker::submit(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (ending_ || queue_.size() >= queue_limit_) return false;
    queue_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

void Worker::run() {
  for (std::vector<Job> group = next_group(); !group.empty(); group = next_group()) {
    std::vector<const Request*> requests;
    requests.reserve(group.size());
    for (const Job& job : group) requests.push_back(&job.request);
    std::vector<Response> responses = handle_(requests);
    assert(responses.size() == group.size());
    for (std::size_t i = 0; i < group.size(); ++i) group[i].reply(std::move(responses[i]));
  }
}

// Empty only at the end.
std::vector<Job> Worker::next_group() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return ending_ || !queue_.empty(); });
  const auto count = static_cast<std::ptrdiff_t>(std::min(queue_.size(), group_limit_));
  std::vector<Job> group(std::make_move_iterator(queue_.begin()),
                         std::make_move_iterator(queue_.begin() + count));
  queue_.erase(queue_.begin(), queue_.begin() + count);
  return group;
}

}  // namespace smilepost::backend
