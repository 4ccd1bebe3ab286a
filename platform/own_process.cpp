#include "platform/own_process.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace smilepost::platform {
namespace {

// proc(5), statm: size, then resident, in pages.
std::uint64_t resident_bytes() {
  std::ifstream pages("/proc/self/statm");
  std::uint64_t size = 0, resident = 0;
  pages >> size >> resident;
  return pages ? resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) : 0;
}

std::uint64_t open_files() {
  std::error_code failed;
  std::filesystem::directory_iterator file("/proc/self/fd", failed);
  std::uint64_t count = 0;
  for (; !failed && file != std::filesystem::directory_iterator(); file.increment(failed)) ++count;
  return count > 0 ? count - 1 : 0;  // without the one that lists them
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

OwnProcess own_process() {
  OwnProcess process{resident_bytes(), open_files()};
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0) process.most_files = files.rlim_cur;
  rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) == 0) {
    process.processor_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }
  return process;
}

}  // namespace smilepost::platform
