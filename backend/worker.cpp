#include "backend/worker.h"

#include <cassert>
#include <utility>

namespace smilepost::backend {

Worker::Worker(GroupHandler handle, const QueueLimits& limits, Pulse pulse)
    : handle_(std::move(handle)),
      pulse_(std::move(pulse)),
      queue_(limits),
      thread_([this] { run(); }) {}

Worker::~Worker() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

bool Worker::submit(Job&& job) {
  {
    const std::lock_guard lock(mutex_);
    if (ending_ || !queue_.add(std::move(job))) return false;
  }
  wake_.notify_one();
  return true;
}

int Worker::come_back_after() {
  const std::lock_guard lock(mutex_);
  return queue_.come_back_after();
}

Worker::Waiting Worker::waiting() const {
  const std::lock_guard lock(mutex_);
  return {queue_.batches(), queue_.others(), queue_.bytes()};
}

void Worker::run() {
  for (;;) {
    beat();
    std::vector<Job> group = next_group();
    if (!group.empty()) {
      serve(group);
      continue;
    }
    const std::lock_guard lock(mutex_);
    if (ending_ && queue_.empty()) return;
  }
}

void Worker::serve(std::vector<Job>& group) {
  std::vector<const Request*> requests;
  requests.reserve(group.size());
  for (const Job& job : group) requests.push_back(&job.request);
  const auto begun = Clock::now();
  std::vector<Response> responses = handle_(requests);
  assert(responses.size() == group.size());
  {
    const std::lock_guard lock(mutex_);
    queue_.took(Clock::now() - begun);
  }
  for (std::size_t i = 0; i < group.size(); ++i) group[i].reply(std::move(responses[i]));
}

// Empty at the end, or where the pulse is due.
std::vector<Job> Worker::next_group() {
  std::unique_lock lock(mutex_);
  const auto something = [this] { return ending_ || !queue_.empty(); };
  pulse_.call ? (void)wake_.wait_until(lock, pulse_due_, something) : wake_.wait(lock, something);
  return queue_.next();
}

void Worker::beat() {
  if (!pulse_.call || Clock::now() < pulse_due_) return;
  pulse_.call();
  pulse_due_ = Clock::now() + pulse_.every;
}

}  // namespace smilepost::backend
