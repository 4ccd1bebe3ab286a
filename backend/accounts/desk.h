// One thread for what takes a processor long: hashing passwords. One at a time, so that whoever
// sends many takes one processor and 64 MiB at most, and neither the archive's thread nor the one
// that moves bytes waits for any of it.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace smilepost::backend {

class Desk {
 public:
  static constexpr std::size_t most_waiting = 16;

  Desk() : thread_([this] { run(); }) {}
  ~Desk() { stop(); }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // From any thread. False where too many wait, or it was stopped: nothing happens then.
  bool take(std::function<void()> work);
  // Does what waits, then nothing more.
  void stop();

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> waiting_;
  bool stopping_ = false;
  std::thread thread_;  // last: starts when everything above is there
};

}  // namespace smilepost::backend
