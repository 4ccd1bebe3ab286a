#include "backend/pool.h"

#include <algorithm>

namespace smilepost::backend {

constexpr std::size_t most_threads = 7;

Pool::Pool(std::size_t threads) {
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { help(); });
}

Pool::~Pool() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

std::size_t Pool::threads_that_help() {
  const std::size_t processors = std::thread::hardware_concurrency();
  return std::min(most_threads, std::max<std::size_t>(processors, 1) - 1);
}

void Pool::each(std::size_t count, const Piece& piece) {
  std::unique_lock lock(mutex_);
  piece_ = &piece;
  next_ = 0;
  count_ = count;
  const std::size_t helpers = std::min(threads_.size(), count > 0 ? count - 1 : 0);
  for (std::size_t i = 0; i < helpers; ++i) wake_.notify_one();
  take_pieces(lock);
  all_done_.wait(lock, [this] { return at_work_ == 0; });
  piece_ = nullptr;
}

void Pool::help() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return ending_ || (piece_ != nullptr && next_ < count_); });
    if (ending_) return;
    take_pieces(lock);
    if (at_work_ == 0) all_done_.notify_one();
  }
}

// The lock guards the counting, not the work.
void Pool::take_pieces(std::unique_lock<std::mutex>& lock) {
  ++at_work_;
  while (next_ < count_) {
    const std::size_t mine = next_++;
    const Piece& piece = *piece_;
    lock.unlock();
    piece(mine);
    lock.lock();
  }
  --at_work_;
}

}  // namespace smilepost::backend
