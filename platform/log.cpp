#include "platform/log.h"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>

namespace smilepost::platform {
namespace {

std::atomic<int> highest_level{static_cast<int>(LogLevel::info)};

// systemd.exec(5), JOURNAL_STREAM: device and inode of the stream, if stderr goes to the journal.
bool stderr_is_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat status {};
  if (stream == nullptr || fstat(STDERR_FILENO, &status) != 0) return false;
  return std::string(stream) == std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

std::string_view word(LogLevel level) {
  switch (level) {
    case LogLevel::error:
      return "error";
    case LogLevel::warning:
      return "warning";
    case LogLevel::info:
      return "info";
    case LogLevel::debug:
      return "debug";
  }
  std::abort();
}

}  // namespace

void set_log_level(LogLevel highest) {
  highest_level = static_cast<int>(highest);
}

void log(LogLevel level, std::string_view line) {
  if (static_cast<int>(level) > highest_level) return;
  static const bool journal = stderr_is_journal();
  // The journal takes the level from the prefix, sd-daemon(3).
  std::string out = journal ? "<" : "smilepost: ";
  out += journal ? std::to_string(static_cast<int>(level)) : std::string(word(level));
  out += journal ? ">" : ": ";
  for (const char c : line) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  out += '\n';
  // One write, so that lines of several threads do not mix. Nowhere to say that it failed.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, out.data(), out.size());
}

}  // namespace smilepost::platform
