#include "platform/log.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <mutex>
#include <string>

#include "platform/recent_log.h"

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

struct Recent {
  std::mutex mutex;
  std::deque<std::string> lines;  // guarded by mutex
};

// Logged to by whatever runs, until the very end: it is never destroyed.
Recent& recent() {
  static auto* const all = new Recent;
  return *all;
}

std::string time_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

void remember(LogLevel level, const std::string& line) {
  auto& [mutex, lines] = recent();
  const std::lock_guard lock(mutex);
  lines.push_back(time_now() + " " + std::string(word(level)) + ": " + line);
  if (lines.size() > most_recent_lines) lines.pop_front();
}

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) line += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  return line;
}

}  // namespace

std::vector<std::string> recent_log() {
  auto& [mutex, lines] = recent();
  const std::lock_guard lock(mutex);
  return {lines.begin(), lines.end()};
}

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
  const std::string text = one_line(line);
  remember(level, text);
  out += text + '\n';
  // One write, so that lines of several threads do not mix. Nowhere to say that it failed.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, out.data(), out.size());
}

}  // namespace smilepost::platform
