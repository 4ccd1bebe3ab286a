// What waits for the archive, and whose turn it is: kiosks' batches, and everything else, which is
// mostly pages. Neither starves the other. No thread of its own.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <random>
#include <vector>

#include "backend/http.h"

namespace smilepost::backend {

struct Job {
  Request request;
  std::function<void(Response)> reply;  // called on the worker's thread, exactly once
  bool is_batch = false;                // of records
};

struct QueueLimits {
  std::size_t batches = 1024;        // that may wait,
  std::size_t others = 256;          // each line for itself,
  std::size_t bytes = 64 << 20;      // and no more of both together
  std::size_t batches_at_once = 64;  // a commit serves all of them
  std::size_t others_at_once = 16;   // what one page reads serves the next
};

class Queue {
 public:
  using Duration = std::chrono::steady_clock::duration;

  explicit Queue(const QueueLimits& limits, unsigned seed = std::random_device{}());

  // False where there is no room: then the job is untouched.
  bool add(Job&& job);
  // Batches or others, those that came first; empty where nothing waits. Batches go first, and
  // while some wait the others have a quarter of the archive's time.
  std::vector<Job> next();
  // How long what next() gave has taken.
  void took(Duration duration);
  // Seconds after which one that found no room may come back. Each such one is sent behind those
  // before it, at the pace of the archive, and up to as far again, so that they come one by one.
  int come_back_after();

  bool empty() const { return batches_.empty() && others_.empty(); }
  std::size_t batches() const { return batches_.size(); }
  std::size_t others() const { return others_.size(); }
  std::size_t bytes() const { return bytes_; }

 private:
  std::vector<Job> take(std::deque<Job>& line, std::size_t most);

  const QueueLimits limits_;
  std::deque<Job> batches_, others_;
  std::size_t bytes_ = 0;
  bool took_others_ = false;
  std::size_t group_size_ = 0;
  Duration due_to_batches_{0};   // before the others' next turn
  std::size_t sent_away_ = 0;    // and not yet made up for by as many served
  double seconds_each_ = 0.005;  // what a request costs, lately
  std::minstd_rand random_;
};

}  // namespace smilepost::backend
