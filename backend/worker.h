// The archive's thread: takes requests from a bounded queue and answers them in groups, so that
// one durable commit serves every kiosk that is waiting (group commit).
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "backend/http.h"
#include "backend/queue.h"

namespace smilepost::backend {

// Called on the worker's thread when nothing else is, and between groups: at the start, and then
// at least so often as long as the archive answers.
struct Pulse {
  std::function<void()> call;
  std::chrono::milliseconds every{1'000};
};

class Worker {
 public:
  // Answers a group in order, one response a request. Called on the worker's thread only.
  using GroupHandler = std::function<std::vector<Response>(const std::vector<const Request*>&)>;

  struct Waiting {
    std::size_t batches = 0, others = 0, bytes = 0;
  };

  Worker(GroupHandler handle, const QueueLimits& limits, Pulse pulse = {});
  ~Worker();  // answers what is queued, then ends the thread
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Any thread, none of them ever blocks.
  bool submit(Job&& job);  // false where the queue is full: the job is untouched
  int come_back_after();   // seconds, for one that was not taken
  Waiting waiting() const;

 private:
  using Clock = std::chrono::steady_clock;

  void run();
  std::vector<Job> next_group();
  void serve(std::vector<Job>& group);
  void beat();

  const GroupHandler handle_;
  const Pulse pulse_;
  Clock::time_point pulse_due_ = Clock::now();  // the worker's thread alone
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Queue queue_;
  bool ending_ = false;
  std::thread thread_;  // last: starts when everything above is there
};

}  // namespace smilepost::backend
