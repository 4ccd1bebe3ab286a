// A disk that does not give back a part of a file, while it lives. By SQLite's own seam for tests,
// xSetSystemCall (https://www.sqlite.org/c3ref/vfs.html). One at a time.
#pragma once

#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <optional>

#include "platform/files.h"

namespace smilepost::tests {

class BadSector {
 public:
  // Nothing at or after `from` can be read any more: read(2) fails with `code`, which differs from
  // one disk and file system to the next.
  BadSector(const std::filesystem::path& file, off_t from, int code) {
    bad() = Bad{platform::identity_of(file), from, code};
    set(reinterpret_cast<sqlite3_syscall_ptr>(&read),
        reinterpret_cast<sqlite3_syscall_ptr>(&pread));
  }
  BadSector(const BadSector&) = delete;
  BadSector& operator=(const BadSector&) = delete;
  ~BadSector() {
    set(nullptr, nullptr);
    bad().reset();
  }

 private:
  struct Bad {
    std::optional<platform::FileIdentity> file;
    off_t from = 0;
    int code = 0;
  };
  static std::optional<Bad>& bad() {
    static std::optional<Bad> only;
    return only;
  }
  // SQLite uses one of the three, as it was built.
  static void set(sqlite3_syscall_ptr read_call, sqlite3_syscall_ptr pread_call) {
    sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
    vfs->xSetSystemCall(vfs, "read", read_call);
    vfs->xSetSystemCall(vfs, "pread", pread_call);
    vfs->xSetSystemCall(vfs, "pread64", pread_call);
  }
  static bool reaches(int descriptor, off_t end) {
    const auto path = std::filesystem::path("/proc/self/fd") / std::to_string(descriptor);
    return end > bad()->from && platform::identity_of(path) == bad()->file;
  }
  static ssize_t read(int descriptor, void* bytes, std::size_t size) {
    const off_t at = ::lseek(descriptor, 0, SEEK_CUR);
    return pread(descriptor, bytes, size, at);
  }
  static ssize_t pread(int descriptor, void* bytes, std::size_t size, off_t at) {
    if (!reaches(descriptor, at + static_cast<off_t>(size))) {
      return ::pread(descriptor, bytes, size, at);
    }
    errno = bad()->code;
    return -1;
  }
};

}  // namespace smilepost::tests
