#include "kiosk/sync/joining.h"

#include <algorithm>
#include <utility>

#include "platform/log.h"

namespace smilepost::kiosk {
namespace {

using Course = EnrolmentOutcome::Course;

bool same_order(const std::optional<KioskSetup>& a, const std::optional<KioskSetup>& b) {
  return a && b && a->code == b->code && a->backend_url == b->backend_url;
}

JoiningState state_of(const std::optional<KioskSetup>& setup,
                      const std::optional<EnrolmentFile>& enrolment) {
  if (setup && !setup->code.empty())
    return setup->waiting_since_ms != 0 ? JoiningState::waits : JoiningState::trying;
  if (enrolment) return JoiningState::joined;
  return setup && setup->refused ? JoiningState::refused : JoiningState::not_set_up;
}

}  // namespace

Joining::Joining(std::filesystem::path folder, World world, Times times)
    : folder_(std::move(folder)),
      world_(std::move(world)),
      times_(times),
      backoff_(times.first_retry_ms, times.longest_retry_ms, times.seed) {
  look();
}

// What lies there: smilepost-provision and this program are never in one file at once.
void Joining::look() {
  auto enrolment = load_enrolment(folder_);
  if (!enrolment) say_once(enrolment.error());
  if (enrolment) enrolment_ = *std::move(enrolment);
  auto setup = load_setup(folder_);
  if (!setup) say_once(setup.error());
  const auto before = std::exchange(setup_, setup ? *std::move(setup) : std::nullopt);
  if (setup_ && !same_order(before, setup_)) {
    backoff_.succeeded();
    not_before_ms_ = 0;
  }
  status_.state = state_of(setup_, enrolment_);
  status_.backend_url = setup_ && !setup_->backend_url.empty() ? setup_->backend_url
                        : enrolment_                           ? enrolment_->backend_url
                                                               : std::string();
  status_.waiting_since_ms = setup_ ? setup_->waiting_since_ms : 0;
  status_.has_pin = !pin_hash().empty();
}

std::uint64_t Joining::step(std::uint64_t now_ms) {
  look();
  if (!setup_) return now_ms + times_.look_ms;
  if (setup_->code.empty()) {
    if (auto kept = keep_pin(); !kept) say_once(kept.error());
    return now_ms + times_.look_ms;
  }
  if (now_ms < not_before_ms_) return std::min(not_before_ms_, now_ms + times_.look_ms);
  return ask(now_ms);
}

std::uint64_t Joining::ask(std::uint64_t now_ms) {
  const auto outcome = world_.ask(*setup_);
  Status kept = Done{};
  if (outcome.course == Course::enrolled) kept = take(*outcome.enrolment);
  if (outcome.course == Course::waits) kept = wait();
  if (outcome.course == Course::refused) kept = refuse(outcome.error);
  if (outcome.course == Course::failed) say_once(outcome.error);
  if (!kept) say_once(kept.error());
  look();
  const bool over = kept && (!setup_ || setup_->code.empty());
  return over ? now_ms : again(now_ms, outcome.asked_to_wait_ms);
}

std::uint64_t Joining::again(std::uint64_t now_ms, std::uint64_t asked_ms) {
  not_before_ms_ = now_ms + backoff_.failed(asked_ms);
  return std::min(not_before_ms_, now_ms + times_.look_ms);
}

// In this order: with the old enrolment everything is sent once more, with the new one it must be;
// and while the code lies there, a start asks again and gets the same answer.
Status Joining::take(const Enrolment& enrolment) {
  if (auto begun = world_.begin_delivery_anew(enrolment.receipt); !begun) return begun;
  const auto before = enrolment_ ? enrolment_->pin_hash : std::string();
  const EnrolmentFile file{enrolment.backend_url, enrolment.receipt_key,
                           setup_->pin_hash.empty() ? before : setup_->pin_hash, enrolment.kiosk};
  if (auto saved = save_enrolment(folder_, file); !saved) return saved;
  changed_ = file;
  said_.clear();
  platform::log_info("enrolled at " + file.backend_url);
  return remove_setup(folder_);
}

Status Joining::wait() {
  if (setup_->waiting_since_ms != 0) return Done{};
  KioskSetup setup = *setup_;
  setup.waiting_since_ms = std::max<std::int64_t>(world_.wall_ms(), 1);
  platform::log_info("waits to be accepted at " + setup.backend_url);
  return save_setup(folder_, setup);
}

// A code that will never do is kept no longer. Who is enrolled stays so.
Status Joining::refuse(const Error& error) {
  platform::log_error(error.message + "; answers are kept");
  KioskSetup setup = *setup_;
  setup.code.clear();
  setup.waiting_since_ms = 0;
  setup.refused = true;
  return save_setup(folder_, setup);
}

// Left by smilepost-provision without a code: a new PIN for a kiosk that is enrolled.
Status Joining::keep_pin() {
  if (!enrolment_) return Done{};
  if (!setup_->pin_hash.empty()) {
    EnrolmentFile file = *enrolment_;
    file.pin_hash = setup_->pin_hash;
    if (auto saved = save_enrolment(folder_, file); !saved) return saved;
  }
  auto removed = remove_setup(folder_);
  look();
  return removed;
}

Status Joining::order(const std::string& backend_url, const std::string& code) {
  look();
  KioskSetup setup = setup_.value_or(KioskSetup{});
  setup.backend_url = backend_url;
  setup.code = code;
  setup.waiting_since_ms = 0;
  setup.refused = false;
  said_.clear();
  auto saved = save_setup(folder_, setup);
  look();
  not_before_ms_ = 0;
  return saved;
}

Status Joining::set_pin_hash(const std::string& hash) {
  look();
  Status saved = Done{};
  EnrolmentFile file = enrolment_.value_or(EnrolmentFile{});
  file.pin_hash = hash;
  if (enrolment_) {
    saved = save_enrolment(folder_, file);
  } else {
    KioskSetup setup = setup_.value_or(KioskSetup{});
    setup.pin_hash = hash;
    saved = save_setup(folder_, setup);
  }
  look();
  return saved;
}

std::string Joining::pin_hash() const {
  if (setup_ && !setup_->pin_hash.empty()) return setup_->pin_hash;
  return enrolment_ ? enrolment_->pin_hash : std::string();
}

std::optional<EnrolmentFile> Joining::take_changed() {
  return std::exchange(changed_, std::nullopt);
}

void Joining::say_once(const Error& error) {
  if (said_ == error.message) return;
  said_ = error.message;
  platform::log_warning(error.message + "; answers are kept until then");
}

}  // namespace smilepost::kiosk
