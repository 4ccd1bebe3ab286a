// Threads that share out work whose pieces have nothing to do with each other: signatures, hashes.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace smilepost::backend {

class Pool {
 public:
  using Piece = std::function<void(std::size_t)>;

  // Besides the thread that asks: 0 leaves everything to that one.
  explicit Pool(std::size_t threads);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // As many as this machine has processors beside the one that asks, but no crowd.
  static std::size_t threads_that_help();

  // Calls `piece` once for each number below `count`, in no order, on any of the threads, and
  // returns when all are done. One caller at a time; a piece must not throw.
  void each(std::size_t count, const Piece& piece);

 private:
  void help();
  void take_pieces(std::unique_lock<std::mutex>& lock);

  std::mutex mutex_;
  std::condition_variable wake_, all_done_;
  const Piece* piece_ = nullptr;  // none: nothing to do
  std::size_t next_ = 0, count_ = 0, at_work_ = 0;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace smilepost::backend
