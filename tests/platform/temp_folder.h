// A fresh folder that goes with its owner. In memory where that can be: every commit is fsynced,
// and the tests are about what is written, not about how fast a disk is.
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace smilepost::tests {

class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (base() / "smilepost-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  static std::filesystem::path base() {
    const std::filesystem::path memory = "/dev/shm";
    const bool usable = ::getenv("TMPDIR") == nullptr && ::access(memory.c_str(), W_OK) == 0;
    return usable ? memory : std::filesystem::temp_directory_path();
  }

  std::filesystem::path path_;
};

}  // namespace smilepost::tests
