#include "kiosk/sync/joining_thread.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "platform/log.h"

namespace smilepost::kiosk {

class JoiningThread::Impl {
 public:
  Impl(std::filesystem::path folder, std::unique_ptr<JournalReader> journal,
       std::unique_ptr<platform::HttpClient> http, const platform::Clock& clock, World world,
       Joining::Times times, std::function<void()> changed)
      : journal_(std::move(journal)),
        http_(std::move(http)),
        clock_(clock),
        world_(std::move(world)),
        changed_(std::move(changed)),
        joining_(std::move(folder), world_of_joining(), times) {
    news_.status = joining_.status();
    news_.pin_hash = joining_.pin_hash();
    news_.address = world_.own_address();
    thread_ = std::thread([this] { run(); });
  }

  ~Impl() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    http_->stop();
    woken_.notify_one();
    thread_.join();
  }

  void push(std::function<Status()> request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
    woken_.notify_one();
  }

  void order(std::string backend_url, std::string code) {
    push([this, url = std::move(backend_url), code = std::move(code)] {
      return joining_.order(url, code);
    });
  }

  void set_pin(std::string pin) {
    push([this, pin = std::move(pin)]() -> Status {
      const auto hash = world_.hash_pin(pin);
      if (!hash) return hash.error();
      return joining_.set_pin_hash(*hash);
    });
  }

  JoiningNews news() const {
    const std::lock_guard lock(mutex_);
    return news_;
  }

 private:
  Joining::World world_of_joining() {
    return {[this](const KioskSetup& setup) {
              return try_to_enrol(setup.code, setup.backend_url, setup.label, *journal_, *http_);
            },
            world_.begin_delivery_anew, [this] { return clock_.wall_ms(); }};
  }

  void run() {
    for (;;) {
      serve_requests();
      const auto next_ms = joining_.step(clock_.monotonic_ms());  // no lock is held here
      publish();
      if (!wait_until(next_ms)) return;
    }
  }

  void serve_requests() {
    std::vector<std::function<Status()>> requests;
    {
      const std::lock_guard lock(mutex_);
      requests.swap(requests_);
    }
    for (const auto& request : requests) {
      if (const auto done = request(); !done) platform::log_error(done.error().message);
    }
  }

  void publish() {
    JoiningNews fresh = news();
    fresh.status = joining_.status();
    fresh.pin_hash = joining_.pin_hash();
    fresh.address = world_.own_address();
    if (auto changed = joining_.take_changed()) {
      ++fresh.enrolments;
      fresh.enrolment = std::move(changed);
    }
    const std::lock_guard lock(mutex_);
    const bool told = told_ == fresh;
    told_ = news_ = std::move(fresh);
    if (!told && changed_) changed_();
  }

  // False: to be ended.
  bool wait_until(std::uint64_t next_ms) {
    const std::uint64_t now = clock_.monotonic_ms();
    const std::chrono::milliseconds left(next_ms > now ? next_ms - now : 0);
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, left, [this] { return stopping_ || !requests_.empty(); });
    return !stopping_;
  }

  std::unique_ptr<JournalReader> journal_;
  std::unique_ptr<platform::HttpClient> http_;
  const platform::Clock& clock_;
  World world_;
  std::function<void()> changed_;
  Joining joining_;  // the thread's alone once it runs
  JoiningNews told_;
  mutable std::mutex mutex_;
  std::condition_variable woken_;
  std::vector<std::function<Status()>> requests_;
  JoiningNews news_;
  bool stopping_ = false;
  std::thread thread_;
};

JoiningThread::JoiningThread(std::filesystem::path folder, std::unique_ptr<JournalReader> journal,
                             std::unique_ptr<platform::HttpClient> http,
                             const platform::Clock& clock, World world, Joining::Times times,
                             std::function<void()> changed)
    : impl_(std::make_unique<Impl>(std::move(folder), std::move(journal), std::move(http), clock,
                                   std::move(world), times, std::move(changed))) {}
JoiningThread::~JoiningThread() = default;

void JoiningThread::order(std::string backend_url, std::string code) {
  impl_->order(std::move(backend_url), std::move(code));
}
void JoiningThread::set_pin(std::string pin) {
  impl_->set_pin(std::move(pin));
}
JoiningNews JoiningThread::news() const {
  return impl_->news();
}

}  // namespace smilepost::kiosk
