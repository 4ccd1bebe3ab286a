// The seam to the disk that a journal and its keys lie on: names, and files at rest. What SQLite
// does to its files goes through the VFS of the same disk. Small on purpose: tests cut the power
// between any two of these calls, and let any of them fail.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/files.h"
#include "platform/result.h"

namespace smilepost::platform {

// Held by one at a time; given back when it goes, or when the process ends, however it ends.
class DiskLock {
 public:
  virtual ~DiskLock() = default;
};

class Disk {
 public:
  virtual ~Disk() = default;

  // The name of SQLite's VFS over these files; empty: SQLite's own.
  virtual std::string vfs() const = 0;

  // And the folders above it. Fine where it is there.
  virtual Status make_folder(const std::filesystem::path& folder, unsigned mode) = 0;
  // Of the files in a folder, sorted.
  virtual Result<std::vector<std::string>> names(const std::filesystem::path& folder) const = 0;
  // Nothing where there is no such file. More than `largest` bytes: an Error.
  virtual Result<std::optional<std::vector<std::uint8_t>>> read(const std::filesystem::path& file,
                                                                std::size_t largest) const = 0;
  // Nothing where there is no such file.
  virtual std::optional<FileIdentity> identity(const std::filesystem::path& file) const = 0;
  virtual Result<std::uint64_t> size(const std::filesystem::path& file) const = 0;
  // Up to `size` bytes from `offset` on; fewer, or none, at the end of the file.
  virtual Result<std::vector<std::uint8_t>> read_part(const std::filesystem::path& file,
                                                      std::uint64_t offset,
                                                      std::size_t size) const = 0;
  // Only the owner may read it, and the owner is this user.
  virtual Status check_private(const std::filesystem::path& path) const = 0;

  // Makes the file, or empties it, and writes. Durable after sync() and sync_folder().
  virtual Status write(const std::filesystem::path& file, std::span<const std::uint8_t> bytes,
                       unsigned mode) = 0;
  // Over what the file holds from its beginning on, where that lies: it gets no new place for it.
  // An Error where there is no such file. Durable after sync().
  virtual Status overwrite(const std::filesystem::path& file,
                           std::span<const std::uint8_t> bytes) = 0;
  virtual Status sync(const std::filesystem::path& file) = 0;
  // Replaces `to`. An Error where `from` is not there. Durable after sync_folder().
  virtual Status rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
  // Fine where there is no such file. Durable after sync_folder().
  virtual Status remove(const std::filesystem::path& file) = 0;
  virtual Status sync_folder(const std::filesystem::path& folder) = 0;

  // Whether this user could make a file there.
  virtual bool may_write_in(const std::filesystem::path& folder) const = 0;
  // On the file system that this folder is on, for this user.
  virtual Result<std::uint64_t> free_bytes(const std::filesystem::path& folder) const = 0;
  // A file that takes up that much room.
  virtual Status reserve(const std::filesystem::path& file, std::uint64_t bytes) = 0;
  // Makes the file if missing. An Error if another holds it.
  virtual Result<std::unique_ptr<DiskLock>> lock(const std::filesystem::path& file) = 0;
};

// The machine's own file systems.
std::shared_ptr<Disk> real_disk();

// Replaces the file durably: written beside, synced, renamed, its folder synced.
Status write_durably(Disk& disk, const std::filesystem::path& file,
                     std::span<const std::uint8_t> bytes, unsigned mode);

}  // namespace smilepost::platform
