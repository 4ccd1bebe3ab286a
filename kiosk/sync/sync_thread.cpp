#include "kiosk/sync/sync_thread.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>

namespace smilepost::kiosk {

class SyncThread::Impl {
 public:
  Impl(std::unique_ptr<JournalReader> journal, Sync::Writer writer,
       std::unique_ptr<platform::HttpClient> http, const platform::Clock& clock,
       SyncSettings settings, std::function<void()> changed, const MakeBundleFetch& bundles,
       const MakeStatusLine& status)
      : journal_(std::move(journal)),
        http_(std::move(http)),
        clock_(clock),
        changed_(std::move(changed)),
        sync_(*journal_, std::move(writer), *http_, clock_, std::move(settings)),
        bundles_(bundles ? bundles(*http_) : nullptr),
        status_line_(status ? status(*http_) : nullptr),
        status_(sync_.status()),
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

  void notify() {
    const std::lock_guard lock(mutex_);
    notified_ = true;
    woken_.notify_one();
  }

  SyncStatus status() const {
    const std::lock_guard lock(mutex_);
    return status_;
  }

 private:
  void run() {
    while (true) {
      std::uint64_t next_ms = sync_.step(clock_.monotonic_ms());  // no lock is held here
      publish();
      if (bundles_) next_ms = std::min(next_ms, ask_for_bundle());
      if (status_line_) next_ms = std::min(next_ms, tell_status());
      if (!wait_until(next_ms)) return;
    }
  }

  // Answers go first, and who can't send them can't ask either. When to be called again.
  std::uint64_t ask_for_bundle() {
    if (sync_.status().held_up) return std::numeric_limits<std::uint64_t>::max();
    bundles_->step(clock_.monotonic_ms(), *journal_);
    return bundles_->due_ms();
  }

  // The same holds here.
  std::uint64_t tell_status() {
    if (sync_.status().held_up) return std::numeric_limits<std::uint64_t>::max();
    status_line_->step(sync_.status(), *journal_);
    return status_line_->due_ms();
  }

  void publish() {
    bool different = false;
    {
      const std::lock_guard lock(mutex_);
      different = status_ != sync_.status();
      status_ = sync_.status();
    }
    if (different && changed_) changed_();
  }

  // False: to be ended.
  bool wait_until(std::uint64_t next_ms) {
    const std::uint64_t now = clock_.monotonic_ms();
    const std::chrono::milliseconds left(next_ms > now ? next_ms - now : 0);
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, left, [this] { return stopping_ || notified_; });
    notified_ = false;
    return !stopping_;
  }

  std::unique_ptr<JournalReader> journal_;
  std::unique_ptr<platform::HttpClient> http_;
  const platform::Clock& clock_;
  std::function<void()> changed_;
  Sync sync_;                                // the thread's alone once it runs
  std::unique_ptr<BundleFetch> bundles_;     // so is this; null: nothing is asked for
  std::unique_ptr<StatusLine> status_line_;  // and this; null: nothing is said
  mutable std::mutex mutex_;
  std::condition_variable woken_;
  SyncStatus status_;
  bool notified_ = false;
  bool stopping_ = false;
  std::thread thread_;  // last: starts when all else is there
};

SyncThread::SyncThread(std::unique_ptr<JournalReader> journal, Sync::Writer writer,
                       std::unique_ptr<platform::HttpClient> http, const platform::Clock& clock,
                       SyncSettings settings, std::function<void()> changed,
                       const MakeBundleFetch& bundles, const MakeStatusLine& status)
    : impl_(std::make_unique<Impl>(std::move(journal), std::move(writer), std::move(http), clock,
                                   std::move(settings), std::move(changed), bundles, status)) {}
SyncThread::~SyncThread() = default;

void SyncThread::notify() {
  impl_->notify();
}
SyncStatus SyncThread::status() const {
  return impl_->status();
}

}  // namespace smilepost::kiosk
