#include "kiosk/usb_watch.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <system_error>
#include <thread>
#include <utility>

#include "platform/log.h"
#include "platform/usb_devices.h"

namespace smilepost::kiosk {
namespace {

namespace fs = std::filesystem;
using platform::UsbDevice;

constexpr std::chrono::seconds between_looks{1};

std::string called(const UsbDevice& device) {
  return device.name.empty() ? device.id : device.name;
}

class Watch final : public UsbWatch {
 public:
  Watch(std::function<void()> changed, fs::path root)
      : changed_(std::move(changed)), root_(std::move(root)) {}

  void look(bool on) override {
    const std::lock_guard lock(mutex_);
    if (std::exchange(looks_, on) != on) woken_.notify_one();
  }

  std::optional<std::string> refused() const override {
    const std::lock_guard lock(mutex_);
    return refused_ ? std::optional(called(*refused_)) : std::nullopt;
  }

  void allow(const std::string& device) override {
    const std::lock_guard lock(mutex_);
    if (!refused_ || called(*refused_) != device) return;
    wanted_ = refused_;
    woken_.notify_one();
  }

 private:
  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (true) {
      woken_.wait(lock, stop, [this] { return looks_ || wanted_; });
      if (stop.stop_requested()) return;
      const auto wanted = std::exchange(wanted_, std::nullopt);
      lock.unlock();
      if (wanted) ask_for(*wanted);
      see();
      lock.lock();
      woken_.wait_for(lock, stop, between_looks, [this] { return wanted_.has_value(); });
    }
  }

  void ask_for(const UsbDevice& device) const {
    platform::log_info("usb: staff allow " + device.id + " " + device.name + " at " + device.port);
    const auto asked = platform::ask_for_usb_device(device, root_ / "run/smilepost/usb-wanted");
    if (!asked) platform::log_error(asked.error().message);
  }

  void see() {
    const auto all = platform::refused_usb_devices(root_);
    const auto first = all.empty() ? std::nullopt : std::optional(all.front());
    {
      const std::lock_guard lock(mutex_);
      if (std::exchange(refused_, first) == first) return;
    }
    changed_();
  }

  const std::function<void()> changed_;
  const fs::path root_;
  mutable std::mutex mutex_;
  std::condition_variable_any woken_;
  bool looks_ = false;                // guarded by mutex_, as what follows
  std::optional<UsbDevice> refused_;  // when it looked last
  std::optional<UsbDevice> wanted_;
  std::jthread thread_{[this](const std::stop_token& stop) { run(stop); }};  // last
};

}  // namespace

std::unique_ptr<UsbWatch> watch_usb_devices(std::function<void()> changed, const fs::path& root) {
  std::error_code error;
  if (!fs::exists(root / "usr/lib/smilepost/usb-allow", error)) return nullptr;
  return std::make_unique<Watch>(std::move(changed), root);
}

}  // namespace smilepost::kiosk
