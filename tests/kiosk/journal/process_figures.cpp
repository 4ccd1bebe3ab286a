#include "tests/kiosk/journal/process_figures.h"

#include <malloc.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#ifdef __SANITIZE_ADDRESS__
// Of <sanitizer/allocator_interface.h>, which does not come with g++.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();  // NOLINT: not our name
#endif

namespace smilepost::kiosk {

std::uint64_t heap_bytes() {
#ifdef __SANITIZE_ADDRESS__
  return __sanitizer_get_current_allocated_bytes();
#else
  const auto heap = mallinfo2();
  return heap.uordblks + heap.hblkhd;  // the second: large pieces, mapped one by one
#endif
}

std::uint64_t open_files() {
  const std::filesystem::directory_iterator files("/proc/self/fd"), end;
  std::uint64_t count = 0;
  for (auto file = files; file != end; ++file) ++count;
  return count - 1;  // without the one that lists them
}

std::uint64_t bytes_written() {
  std::ifstream in("/proc/self/io");
  std::uint64_t value = 0;
  for (std::string name; in >> name >> value;) {
    if (name == "wchar:") return value;
  }
  std::abort();  // a kernel that does not count
}

}  // namespace smilepost::kiosk
