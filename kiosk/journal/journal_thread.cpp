#include "kiosk/journal/journal_thread.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <variant>

#include "kiosk/journal/journal_upkeep.h"
#include "platform/log.h"

namespace smilepost::kiosk {
namespace {

struct AppendRequest {
  std::uint64_t ticket = 0;
  record::Body body;
};
struct ProbeRequest {
  std::uint64_t ticket = 0;
};
struct ReceiptRequest {
  record::Receipt receipt;
  std::promise<Status>* done = nullptr;  // lives in the caller, who waits
  bool begins_anew = false;
};
struct HeadRequest {};
struct GapRequest {
  record::Epoch epoch = 0;
  std::uint64_t first = 0;
};
struct LeaveRequest {
  record::Epoch epoch = 0;
};
struct FlushRequest {
  std::promise<void>* done = nullptr;  // lives in the caller, who waits
};
using Request = std::variant<AppendRequest, ProbeRequest, ReceiptRequest, HeadRequest, GapRequest,
                             LeaveRequest, FlushRequest>;

}  // namespace

class JournalThread::Impl {
 public:
  Impl(std::unique_ptr<Journal> journal, Timing timing, std::function<void()> wake)
      : journal_(std::move(journal)),
        upkeep_(*journal_, timing),
        wake_(std::move(wake)),
        thread_([this] { run(); }) {}

  ~Impl() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }

  std::uint64_t append(record::Body body) {
    const std::lock_guard lock(mutex_);
    requests_.emplace_back(AppendRequest{++last_ticket_, std::move(body)});
    changed_.notify_one();
    return last_ticket_;
  }

  std::uint64_t probe() {
    const std::lock_guard lock(mutex_);
    requests_.emplace_back(ProbeRequest{++last_ticket_});
    changed_.notify_one();
    return last_ticket_;
  }

  std::vector<Appended> take_appended() {
    const std::lock_guard lock(mutex_);
    return std::exchange(appended_, {});
  }

  Status keep_receipt(const record::Receipt& receipt, bool begins_anew) {
    std::promise<Status> promise;
    auto done = promise.get_future();
    push(ReceiptRequest{receipt, &promise, begins_anew});
    return done.get();
  }

  void flush() {
    std::promise<void> promise;
    auto done = promise.get_future();
    push(FlushRequest{&promise});
    done.get();
  }

  void push(Request request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
    changed_.notify_one();
  }

 private:
  std::uint64_t now_ms() const { return journal_->clock().monotonic_ms(); }

  // The lock is never held while the disk is at work.
  void run() {
    for (auto request = next(); request; request = next()) {
      std::visit([this](auto& asked) { this->serve(asked); }, *request);
    }
    upkeep_.write_head(now_ms());
    upkeep_.checkpoint();
  }

  // Nothing: asked to stop, and all requests are served.
  std::optional<Request> next() {
    std::unique_lock lock(mutex_);
    for (;;) {
      if (!requests_.empty()) {
        Request request = std::move(requests_.front());
        requests_.pop_front();
        return request;
      }
      if (stopping_) return {};
      lock.unlock();
      const auto due_ms = upkeep_.step(now_ms());
      lock.lock();
      wait(lock, due_ms);
    }
  }

  void wait(std::unique_lock<std::mutex>& lock, std::optional<std::uint64_t> due_ms) {
    const auto asked = [this] { return stopping_ || !requests_.empty(); };
    if (!due_ms) return changed_.wait(lock, asked);
    const std::uint64_t now = now_ms();
    const std::chrono::milliseconds left(*due_ms > now ? *due_ms - now : 0);
    changed_.wait_for(lock, left, asked);
  }

  void serve(AppendRequest& request) {
    auto sequence = journal_->append(request.body);
    upkeep_.wrote(now_ms());
    tell({request.ticket, std::move(sequence)});
  }

  void serve(ProbeRequest& request) {
    const auto written = journal_->probe();
    tell({request.ticket, written ? Result<std::uint64_t>(std::uint64_t{0}) : written.error()});
  }

  void tell(Appended outcome) {
    {
      const std::lock_guard lock(mutex_);
      appended_.push_back(std::move(outcome));
    }
    if (wake_) wake_();
  }

  void serve(ReceiptRequest& request) {
    auto kept = request.begins_anew ? journal_->begin_delivery_anew(request.receipt)
                                    : journal_->keep_receipt(request.receipt);
    upkeep_.wrote(now_ms());
    request.done->set_value(std::move(kept));
  }

  static void serve(FlushRequest& request) { request.done->set_value(); }

  void serve(GapRequest& request) {
    const auto before = journal_->head();
    const auto noted = journal_->note_gap(request.epoch, request.first);
    if (!noted) platform::log_error(noted.error().message);
    if (journal_->head() != before) upkeep_.wrote(now_ms());
  }

  void serve(LeaveRequest& request) {
    if (journal_->head().epoch != request.epoch) return;
    const auto left = journal_->rotate_key(record::EpochReason::card_restored);
    if (!left) platform::log_error(left.error().message);
    upkeep_.wrote(now_ms());
  }

  void serve(HeadRequest& /*request*/) { upkeep_.write_head(now_ms()); }

  std::unique_ptr<Journal> journal_;  // these two: the thread's alone once it runs
  JournalUpkeep upkeep_;
  std::function<void()> wake_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Request> requests_;
  std::vector<Appended> appended_;
  std::uint64_t last_ticket_ = 0;
  bool stopping_ = false;
  std::thread thread_;  // last: starts when all else is there
};

JournalThread::JournalThread(std::unique_ptr<Journal> journal, Timing timing,
                             std::function<void()> wake)
    : impl_(std::make_unique<Impl>(std::move(journal), timing, std::move(wake))) {}
JournalThread::~JournalThread() = default;

std::uint64_t JournalThread::append(record::Body body) {
  return impl_->append(std::move(body));
}
std::uint64_t JournalThread::probe() {
  return impl_->probe();
}
std::vector<Appended> JournalThread::take_appended() {
  return impl_->take_appended();
}
Status JournalThread::keep_receipt(const record::Receipt& receipt) {
  return impl_->keep_receipt(receipt, false);
}
Status JournalThread::begin_delivery_anew(const record::Receipt& receipt) {
  return impl_->keep_receipt(receipt, true);
}
void JournalThread::flush() {
  impl_->flush();
}
void JournalThread::request_head() {
  impl_->push(HeadRequest{});
}

void JournalThread::note_gap(record::Epoch epoch, std::uint64_t first) {
  impl_->push(GapRequest{epoch, first});
}

void JournalThread::leave_forked(record::Epoch epoch) {
  impl_->push(LeaveRequest{epoch});
}

}  // namespace smilepost::kiosk
