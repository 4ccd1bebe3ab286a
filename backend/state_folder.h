// The folder that holds all a backend knows. Owner-only, and one backend at a time.
#pragma once

#include <filesystem>

#include "platform/result.h"

namespace smilepost::backend {

class StateFolder {
 public:
  // Makes the folder if missing (mode 0700) and locks it until this object goes.
  static Result<StateFolder> open(const std::filesystem::path& folder);
  // May be read without the lock: a key that is there never changes.
  static std::filesystem::path keys_in(const std::filesystem::path& folder) {
    return folder / "keys";
  }
  static std::filesystem::path archive_in(const std::filesystem::path& folder) {
    return folder / "archive.sqlite";
  }
  StateFolder(StateFolder&& other) noexcept;
  StateFolder& operator=(StateFolder&&) = delete;
  StateFolder(const StateFolder&) = delete;
  StateFolder& operator=(const StateFolder&) = delete;
  ~StateFolder();

  std::filesystem::path archive() const { return archive_in(folder_); }
  std::filesystem::path keys() const { return keys_in(folder_); }
  std::filesystem::path releases() const { return folder_ / "releases"; }
  std::filesystem::path admin_socket() const { return folder_ / "admin.sock"; }

 private:
  StateFolder(std::filesystem::path folder, int lock) : folder_(std::move(folder)), lock_(lock) {}

  std::filesystem::path folder_;
  int lock_;  // a file descriptor; -1: moved from
};

}  // namespace smilepost::backend
