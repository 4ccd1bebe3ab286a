#include "kiosk/updates/update_thread.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace smilepost::kiosk {

class UpdateThread::Impl {
 public:
  Impl(std::unique_ptr<platform::Updater> updater, std::unique_ptr<platform::HttpClient> http,
       const platform::Clock& clock, std::function<UpdateSurroundings()> look,
       std::function<Result<std::unique_ptr<JournalReader>>()> journal, UpdateSettings settings)
      : updater_(std::move(updater)),
        http_(std::move(http)),
        clock_(clock),
        updating_({*updater_, *http_, clock_, std::move(look), std::move(journal)},
                  std::move(settings)),
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

  void heard(std::optional<Offer> offer) {
    {
      const std::lock_guard lock(mutex_);
      heard_ = std::move(offer);
    }
    woken_.notify_one();
  }

  UpdateReport report() const {
    const std::lock_guard lock(mutex_);
    return report_;
  }

 private:
  void run() {
    while (true) {
      if (auto news = take_heard()) updating_.heard(*std::move(news));
      const std::uint64_t next_ms = updating_.step(clock_.monotonic_ms());  // no lock is held here
      publish();
      if (!wait_until(next_ms)) return;
    }
  }

  std::optional<std::optional<Offer>> take_heard() {
    const std::lock_guard lock(mutex_);
    return std::exchange(heard_, std::nullopt);
  }

  void publish() {
    const std::lock_guard lock(mutex_);
    report_ = updating_.report();
  }

  // False: to be ended.
  bool wait_until(std::uint64_t next_ms) {
    const std::uint64_t now = clock_.monotonic_ms();
    const std::chrono::milliseconds left(next_ms > now ? next_ms - now : 0);
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, left, [this] { return stopping_ || heard_.has_value(); });
    return !stopping_;
  }

  std::unique_ptr<platform::Updater> updater_;
  std::unique_ptr<platform::HttpClient> http_;
  const platform::Clock& clock_;
  Updating updating_;  // the thread's alone once it runs
  mutable std::mutex mutex_;
  std::condition_variable woken_;
  std::optional<std::optional<Offer>> heard_;
  UpdateReport report_;
  bool stopping_ = false;
  std::thread thread_;  // last: starts when all else is there
};

UpdateThread::UpdateThread(std::unique_ptr<platform::Updater> updater,
                           std::unique_ptr<platform::HttpClient> http, const platform::Clock& clock,
                           std::function<UpdateSurroundings()> look,
                           std::function<Result<std::unique_ptr<JournalReader>>()> journal,
                           UpdateSettings settings)
    : impl_(std::make_unique<Impl>(std::move(updater), std::move(http), clock, std::move(look),
                                   std::move(journal), std::move(settings))) {}
UpdateThread::~UpdateThread() = default;

void UpdateThread::heard(std::optional<Offer> offer) {
  impl_->heard(std::move(offer));
}
UpdateReport UpdateThread::report() const {
  return impl_->report();
}

}  // namespace smilepost::kiosk
