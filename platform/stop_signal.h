// SIGINT and SIGTERM as a question to be asked, and a call that wakes whoever sleeps.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

namespace smilepost::platform {

// To be made before any other thread, so that all of them leave the signals to this one.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  bool asked() const { return asked_; }
  // Called on a thread of its own at each signal; an empty one: nobody any more.
  void on_ask(std::function<void()> call);

 private:
  void wait();

  std::atomic<bool> asked_ = false, closing_ = false;
  std::mutex mutex_;
  std::function<void()> call_;
  std::thread thread_;
};

// While it lives, `call` is called at each signal; afterwards nobody is.
class StopCall {
 public:
  StopCall(StopSignal& stop, std::function<void()> call) : stop_(stop) {
    stop_.on_ask(std::move(call));
  }
  ~StopCall() { stop_.on_ask({}); }
  StopCall(const StopCall&) = delete;
  StopCall& operator=(const StopCall&) = delete;

 private:
  StopSignal& stop_;
};

}  // namespace smilepost::platform
