#include "kiosk/sync/call_thread.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace smilepost::kiosk {

class CallThread::Impl {
 public:
  Impl(CallSettings settings, const EpochKeys& keys, std::unique_ptr<platform::HttpClient> http,
       const platform::Clock& clock, std::function<void()> changed)
      : http_(std::move(http)),
        clock_(clock),
        changed_(std::move(changed)),
        line_(std::move(settings), keys, *http_),
        thread_([this] { run(); }) {}

  ~Impl() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    http_->stop();
    woken_.notify_one();
    thread_.join();
  }

  void want(record::NamedCall call) {
    {
      const std::lock_guard lock(mutex_);
      wanted_.push_back(std::move(call));
    }
    woken_.notify_one();
  }

  CallNews news() const {
    const std::lock_guard lock(mutex_);
    return news_;
  }

 private:
  void run() {
    while (true) {
      for (auto& call : take_wanted()) line_.want(std::move(call), clock_.monotonic_ms());
      const std::uint64_t next_ms = line_.step(clock_.monotonic_ms());  // no lock is held here
      publish();
      if (!wait_until(next_ms)) return;
    }
  }

  std::vector<record::NamedCall> take_wanted() {
    const std::lock_guard lock(mutex_);
    return std::exchange(wanted_, {});
  }

  void publish() {
    const CallNews news = line_.news(clock_.monotonic_ms());
    {
      const std::lock_guard lock(mutex_);
      if (std::exchange(news_, news) == news) return;
    }
    changed_();
  }

  // False: to be ended.
  bool wait_until(std::uint64_t next_ms) {
    const std::uint64_t now = clock_.monotonic_ms();
    const std::chrono::milliseconds left(next_ms > now ? next_ms - now : 0);
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, left, [this] { return stopping_ || !wanted_.empty(); });
    return !stopping_;
  }

  std::unique_ptr<platform::HttpClient> http_;
  const platform::Clock& clock_;
  std::function<void()> changed_;
  CallLine line_;  // the thread's alone once it runs
  mutable std::mutex mutex_;
  std::condition_variable woken_;
  std::vector<record::NamedCall> wanted_;
  CallNews news_;
  bool stopping_ = false;
  std::thread thread_;  // last: starts when all else is there
};

CallThread::CallThread(CallSettings settings, const EpochKeys& keys,
                       std::unique_ptr<platform::HttpClient> http, const platform::Clock& clock,
                       std::function<void()> changed)
    : impl_(std::make_unique<Impl>(std::move(settings), keys, std::move(http), clock,
                                   std::move(changed))) {}
CallThread::~CallThread() = default;

void CallThread::want(record::NamedCall call) {
  impl_->want(std::move(call));
}
CallNews CallThread::news() const {
  return impl_->news();
}

}  // namespace smilepost::kiosk
