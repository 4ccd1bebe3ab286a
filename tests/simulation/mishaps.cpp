// What befalls a device.
#include "tests/simulation/device.h"

namespace smilepost::simulation {

using tests::Call;
using tests::Fault;
using tests::Loss;

void Device::cut_power_soon() {
  disk_->changed = [this, calls = world_.below(20)](Call call, const std::string& file) mutable {
    if (left_ || calls-- > 0) return;
    const Loss loss = tests::every_loss[world_.below(std::size(tests::every_loss))];
    left_ = disk_->after_cut(loss, world_.random);
    if (world_.trace == nullptr) return;
    *world_.trace << "  power of " << number_ << " cut after " << name_of(call) << " of " << file
                  << ", lost: " << name_of(loss) << "\n";
  };
}

void Device::power_off(std::int64_t for_ms) {
  shut();
  boot_ms_ = world_.now_ms + for_ms;
}

void Device::fail_disk(bool fails) {
  disk_->fault = {};
  if (!fails) return;
  disk_->fault = [this](Call call, const std::string&) {
    const bool can = call == Call::write || call == Call::sync || call == Call::truncate;
    return can && world_.one_in(5) ? (world_.one_in(3) ? Fault::no_space : Fault::io_error)
                                   : Fault::none;
  };
}

// To 1970, years away, by hours, or right again.
void Device::step_clock() {
  switch (world_.below(4)) {
    case 0:
      clock_.wrong_by_ms = world_.about(hour_ms) - world_.now_ms;
      break;
    case 1:
      clock_.wrong_by_ms = (world_.about(2) - 2) * 365 * day_ms;
      break;
    case 2:
      clock_.wrong_by_ms = world_.about(12 * hour_ms) - 12 * hour_ms;
      break;
    default:
      clock_.wrong_by_ms = 0;
  }
  clock_.synced = clock_.wrong_by_ms == 0;
}

void Device::rotate_key() {
  if (!on()) return;
  (void)journal_->rotate_key();
  wrote();
  end_if_cut();
}

void Device::forget_keys() {
  power_off(hour_ms);
  const auto names = disk_->names("/state/keys");
  for (const auto& name : *names) {
    if (name.rfind("epoch-", 0) == 0) (void)disk_->remove("/state/keys/" + name);
  }
  (void)disk_->sync_folder("/state/keys");
}

void Device::lose_journal() {
  card_lost_ms = world_.now_ms;
  power_off(hour_ms);
  const auto names = disk_->names("/state");
  for (const auto& name : *names) {
    if (name.rfind("journal.db", 0) == 0) (void)disk_->remove("/state/" + name);
  }
  (void)disk_->sync_folder("/state");
}

std::shared_ptr<tests::SimulatedDisk> Device::snapshot() {
  return disk_->after_cut(Loss::none, world_.random);
}

void Device::put_card(const tests::SimulatedDisk& card) {
  power_off(hour_ms);
  card_lost_ms = world_.now_ms;
  disk_ = card.after_cut(Loss::none, world_.random);
}

void Device::become_copy_of(Device& other) {
  put_card(*other.disk_);
  kiosk_ = other.kiosk_;
  code_ = other.code_;
  receipt_key_ = other.receipt_key_;
  token_ = other.token_;
}

void Device::enrol_anew() {
  receipt_key_.reset();
  sync_.reset();
  code_.clear();
  sync_ms_ = world_.now_ms + world_.about(day_ms);
}

}  // namespace smilepost::simulation
