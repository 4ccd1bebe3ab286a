// Files that are either whole or not there, and a lock that a crash gives back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "platform/result.h"

namespace smilepost::platform {

// Replaces the file durably: written beside, fsynced, renamed, directory fsynced.
Status write_file(const std::filesystem::path& file, std::span<const std::uint8_t> bytes,
                  unsigned mode = 0600);
Status write_file(const std::filesystem::path& file, std::string_view text, unsigned mode = 0600);

// An empty file, mode 0600. An Error where something of that name is there already, a link too.
Status make_new_file(const std::filesystem::path& file);
// Renames; durable, contents and name, when it returns.
Status replace_durably(const std::filesystem::path& from, const std::filesystem::path& to);

// Nothing where there is no such file. A file of more than `largest` bytes is an Error.
Result<std::optional<std::vector<std::uint8_t>>> read_file(const std::filesystem::path& file,
                                                           std::size_t largest = 1 << 20);

// Whether this user could make a file there: not on a read-only disk, not in another's folder.
bool may_write_in(const std::filesystem::path& folder);

// Makes the names in a folder durable.
Status sync_folder(const std::filesystem::path& folder);

// Which file a name leads to: another one, once it was moved away and made anew.
struct FileIdentity {
  std::uint64_t device = 0, inode = 0;
  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};
// Nothing where there is no such file.
std::optional<FileIdentity> identity_of(const std::filesystem::path& file);

// "path: what: remedy" for a call that failed with errno.
Error file_error(const std::filesystem::path& path, std::string_view what);

// Held by one process at a time; the kernel gives it back when that process ends, however it ends.
class FileLock {
 public:
  // An Error if another holds it. Makes the file if missing.
  static Result<FileLock> take(const std::filesystem::path& file);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;  // -1: moved from
};

}  // namespace smilepost::platform
