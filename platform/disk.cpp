#include "platform/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "platform/descriptor.h"
#include "platform/files.h"
#include "platform/reading_error.h"

namespace smilepost::platform {
namespace {

namespace fs = std::filesystem;

class RealLock final : public DiskLock {
 public:
  explicit RealLock(FileLock lock) : lock_(std::move(lock)) {}

 private:
  FileLock lock_;
};

class RealDisk final : public Disk {
 public:
  std::string vfs() const override { return {}; }

  Status make_folder(const fs::path& folder, unsigned mode) override {
    std::error_code code;
    if (fs::is_directory(folder, code)) return Done{};
    const auto parent = fs::absolute(folder).parent_path();
    if (parent != folder) {
      if (auto made = make_folder(parent, mode); !made) return made;
    }
    if (::mkdir(folder.c_str(), mode) != 0) return file_error(folder, "cannot be made");
    return platform::sync_folder(parent);
  }

  Result<std::vector<std::string>> names(const fs::path& folder) const override {
    std::error_code code;
    std::vector<std::string> names;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end;
         entry.increment(code)) {
      names.push_back(entry->path().filename().string());
    }
    if (code) return Error{folder.string() + ": cannot be listed (" + code.message() + ")"};
    std::sort(names.begin(), names.end());
    return names;
  }

  Result<std::optional<std::vector<std::uint8_t>>> read(const fs::path& file,
                                                        std::size_t largest) const override {
    return read_file(file, largest);
  }

  std::optional<FileIdentity> identity(const fs::path& file) const override {
    return identity_of(file);
  }

  Result<std::uint64_t> size(const fs::path& file) const override {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return file_error(file, "cannot be examined");
    return static_cast<std::uint64_t>(status.st_size);
  }

  Result<std::vector<std::uint8_t>> read_part(const fs::path& file, std::uint64_t offset,
                                              std::size_t size) const override {
    const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!in.valid()) return reading_error(file, "cannot be opened");
    std::vector<std::uint8_t> bytes(size);
    ssize_t got = 0;
    do {
      got = ::pread(in.get(), bytes.data(), size, static_cast<off_t>(offset));
    } while (got < 0 && errno == EINTR);
    if (got < 0) return reading_error(file, "cannot be read");
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
  }

  Status check_private(const fs::path& path) const override {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return file_error(path, "cannot be examined");
    if (status.st_uid != ::geteuid()) {
      return Error{path.string() + ": belongs to another user: chown it to the one who runs this"};
    }
    if ((status.st_mode & 077U) != 0) {
      return Error{path.string() + ": open to other users: chmod go= it, and think of its keys " +
                   "as known to them"};
    }
    return Done{};
  }

  Status write(const fs::path& file, std::span<const std::uint8_t> bytes, unsigned mode) override {
    const Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    if (!out.valid()) return file_error(file, "cannot be made");
    // fchmod because a leftover of an interrupted write may have had another mode.
    if (::fchmod(out.get(), mode) != 0 || !out.write_all(bytes)) {
      return file_error(file, "cannot be written");
    }
    return Done{};
  }

  Status overwrite(const fs::path& file, std::span<const std::uint8_t> bytes) override {
    const Descriptor out(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
    if (!out.valid()) return file_error(file, "cannot be opened");
    if (!out.write_all(bytes)) return file_error(file, "cannot be overwritten");
    return Done{};
  }

  Status sync(const fs::path& file) override {
    const Descriptor written(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (written.valid() && ::fsync(written.get()) == 0) return Done{};
    return file_error(file, "cannot be made durable");
  }

  Status rename(const fs::path& from, const fs::path& to) override {
    if (::rename(from.c_str(), to.c_str()) == 0) return Done{};
    return file_error(from, "cannot be renamed to " + to.filename().string());
  }

  Status remove(const fs::path& file) override {
    if (::unlink(file.c_str()) == 0 || errno == ENOENT) return Done{};
    return file_error(file, "cannot be removed");
  }

  Status sync_folder(const fs::path& folder) override { return platform::sync_folder(folder); }

  bool may_write_in(const fs::path& folder) const override {
    return platform::may_write_in(fs::absolute(folder / "x").parent_path());
  }

  Result<std::uint64_t> free_bytes(const fs::path& folder) const override {
    std::error_code code;
    const auto space = fs::space(folder, code);
    if (code) return Error{folder.string() + ": its free room cannot be read: " + code.message()};
    return space.available;
  }

  Status reserve(const fs::path& file, std::uint64_t bytes) override {
    const Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    if (!out.valid()) return file_error(file, "cannot be made");
    const int code = ::posix_fallocate(out.get(), 0, static_cast<off_t>(bytes));
    if (code == 0) return Done{};
    errno = code;
    return file_error(file, "cannot be given its room");
  }

  Result<std::unique_ptr<DiskLock>> lock(const fs::path& file) override {
    auto lock = FileLock::take(file);
    if (!lock) return lock.error();
    return std::unique_ptr<DiskLock>(std::make_unique<RealLock>(std::move(*lock)));
  }
};

}  // namespace

std::shared_ptr<Disk> real_disk() {
  return std::make_shared<RealDisk>();
}

Status write_durably(Disk& disk, const fs::path& file, std::span<const std::uint8_t> bytes,
                     unsigned mode) {
  fs::path beside = file;
  beside += ".new";
  auto written = disk.write(beside, bytes, mode);
  if (written) written = disk.sync(beside);
  if (!written) {
    (void)disk.remove(beside);
    return written;
  }
  if (auto renamed = disk.rename(beside, file); !renamed) return renamed;
  return disk.sync_folder(fs::absolute(file).parent_path());
}

}  // namespace smilepost::platform
