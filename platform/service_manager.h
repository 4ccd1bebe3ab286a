// What systemd wants to hear of a service: that it is ready, that it lives, that it ends
// (sd_notify(3)). Where nobody asked for it (no systemd, or Type=simple) each call does nothing.
// Any thread.
#pragma once

#include <chrono>
#include <optional>

namespace smilepost::platform {

// It is not ready yet, but goes on: systemd waits this long from now, at least.
void tell_starting(std::chrono::seconds patience);
void tell_ready();
void tell_alive();
void tell_stopping();

// The unit's WatchdogSec, after which a service that has not said that it lives is started anew.
// Nothing: nobody watches, or another process is meant.
std::optional<std::chrono::milliseconds> watchdog_patience();

}  // namespace smilepost::platform
