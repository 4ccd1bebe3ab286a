// The archive's thread: takes requests from a bounded queue and answers them in groups, so that
// one durable commit serves every kiosk that is waiting (group commit).
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "backend/http.h"

namespace smilepost::backend {

struct Job {
  Request request;
  std::function<void(Response)> reply;  // called on the worker's thread, exactly once
};

class Worker {
 public:
  // Answers a group in order, one response a request. Called on the worker's thread only.
  using GroupHandler = std::function<std::vector<Response>(const std::vector<const Request*>&)>;

  Worker(GroupHandler handle, std::size_t queue_limit, std::size_t group_limit);
  ~Worker();  // answers what is queued, then ends the thread
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Any thread, never blocks. False where the queue is full: the job is not taken.
  bool submit(Job job);

 private:
  void run();
  std::vector<Job> next_group();

  const GroupHandler handle_;
  const std::size_t queue_limit_;
  const std::size_t group_limit_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool ending_ = false;
  std::thread thread_;  // last: starts when everything above is there
};

}  // namespace smilepost::backend
