// One line for IT: to journald where we run under systemd, else to stderr. Thread-safe.
// Never log an answer, a PIN, a key or a code.
#pragma once

#include <string_view>

namespace smilepost::platform {

enum class LogLevel { error = 3, warning = 4, info = 6, debug = 7 };  // syslog's numbers

void log(LogLevel level, std::string_view line);
inline void log_error(std::string_view line) {
  log(LogLevel::error, line);
}
inline void log_warning(std::string_view line) {
  log(LogLevel::warning, line);
}
inline void log_info(std::string_view line) {
  log(LogLevel::info, line);
}

// Lines above this level are dropped; info at start.
void set_log_level(LogLevel highest);

}  // namespace smilepost::platform
