#include "platform/service_manager.h"

#include <systemd/sd-daemon.h>

#include <cstdint>
#include <string>

namespace smilepost::platform {
namespace {

constexpr int keep_environment = 0;

// Whoever does not hear it starts this process anew, or does not: there is nothing else to be done.
void notify(const char* state) {
  (void)::sd_notify(keep_environment, state);
}

}  // namespace

void tell_starting(std::chrono::seconds patience) {
  const auto microseconds = std::chrono::microseconds(patience).count();
  notify(("EXTEND_TIMEOUT_USEC=" + std::to_string(microseconds)).c_str());
}

void tell_ready() {
  notify("READY=1");
}

void tell_alive() {
  notify("WATCHDOG=1");
}

void tell_stopping() {
  notify("STOPPING=1");
}

std::optional<std::chrono::milliseconds> watchdog_patience() {
  std::uint64_t microseconds = 0;
  if (::sd_watchdog_enabled(keep_environment, &microseconds) <= 0) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::microseconds(microseconds));
}

}  // namespace smilepost::platform
