#include "platform/stop_signal.h"

#include <pthread.h>
#include <signal.h>

namespace smilepost::platform {

namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

StopSignal::StopSignal() {
  const auto set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  thread_ = std::thread([this] { wait(); });
}

StopSignal::~StopSignal() {
  closing_ = true;
  pthread_kill(thread_.native_handle(), SIGINT);  // only this thread takes it
  thread_.join();
}

void StopSignal::on_ask(std::function<void()> call) {
  const std::lock_guard lock(mutex_);
  call_ = std::move(call);
}

void StopSignal::wait() {
  const auto set = stop_signals();
  for (;;) {
    int signal = 0;
    sigwait(&set, &signal);
    if (closing_) return;
    // Before it can be seen to have been asked: a call that is set because of this signal is for
    // the next one.
    const std::lock_guard lock(mutex_);
    asked_ = true;
    if (call_) call_();
  }
}

}  // namespace smilepost::platform
