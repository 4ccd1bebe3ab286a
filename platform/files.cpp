#include "platform/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "platform/descriptor.h"
#include "platform/disk.h"
#include "platform/reading_error.h"

namespace smilepost::platform {
namespace {

std::string_view remedy(int code) {
  switch (code) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return "make room on that disk";
    case EACCES:
    case EPERM:
    case EROFS:
      return "let this user write there";
    case ENOENT:
    case ENOTDIR:
      return "make the folder";
    case EEXIST:
      return "move it away first";
    case EIO:
      return "check the disk and the system's log";
    default:
      return "check the path";
  }
}

std::string_view reading_remedy(int code) {
  switch (code) {
    case EACCES:
    case EPERM:
      return "let this user read it";
    case ENOENT:
    case ENOTDIR:
      return "name a file that is there";
    case EISDIR:
      return "name a file, no folder";
    default:
      return remedy(code);
  }
}

Error told(const std::filesystem::path& path, std::string_view what, int code,
           std::string_view remedy) {
  return Error{path.string() + ": " + std::string(what) + " (" +
               std::generic_category().message(code) + "): " + std::string(remedy)};
}

Status put_in_place(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return file_error(to, "cannot be replaced");
  return sync_folder(std::filesystem::absolute(to).parent_path());
}

}  // namespace

Error file_error(const std::filesystem::path& path, std::string_view what) {
  const int code = errno;
  return told(path, what, code, remedy(code));
}

Error reading_error(const std::filesystem::path& path, std::string_view what) {
  const int code = errno;
  return told(path, what, code, reading_remedy(code));
}

std::optional<FileIdentity> identity_of(const std::filesystem::path& file) {
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0) return {};
  return FileIdentity{found.st_dev, found.st_ino};
}

bool may_write_in(const std::filesystem::path& folder) {
  return ::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) == 0;
}

Status sync_folder(const std::filesystem::path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.valid() || ::fsync(opened.get()) != 0) {
    return file_error(folder, "cannot be made durable");
  }
  return Done{};
}

Status write_file(const std::filesystem::path& file, std::span<const std::uint8_t> bytes,
                  unsigned mode) {
  return write_durably(*real_disk(), file, bytes, mode);
}

Status write_file(const std::filesystem::path& file, std::string_view text, unsigned mode) {
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  return write_file(file, bytes, mode);
}

Status make_new_file(const std::filesystem::path& file) {
  const Descriptor made(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!made.valid()) return file_error(file, "cannot be made");
  return Done{};
}

Status replace_durably(const std::filesystem::path& from, const std::filesystem::path& to) {
  const Descriptor written(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (!written.valid() || ::fsync(written.get()) != 0) {
    return file_error(from, "cannot be made durable");
  }
  return put_in_place(from, to);
}

Result<std::optional<std::vector<std::uint8_t>>> read_file(const std::filesystem::path& file,
                                                           std::size_t largest) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in.valid() && errno == ENOENT) return std::optional<std::vector<std::uint8_t>>{};
  if (!in.valid()) return reading_error(file, "cannot be opened");
  std::vector<std::uint8_t> bytes;
  std::uint8_t chunk[4096];
  for (;;) {
    const ssize_t got = ::read(in.get(), chunk, sizeof chunk);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return reading_error(file, "cannot be read");
    if (got == 0) return std::optional(std::move(bytes));
    bytes.insert(bytes.end(), chunk, chunk + got);
    if (bytes.size() > largest) {
      return Error{file.string() + ": too large, over " + std::to_string(largest) +
                   " bytes: put the right file there"};
    }
  }
}

Result<FileLock> FileLock::take(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return file_error(file, "cannot be made");
  // flock, not fcntl: the latter's locks go when any descriptor of the file is closed.
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return FileLock(descriptor);
  const bool held = errno == EWOULDBLOCK;
  Error error = file_error(file, "cannot be locked");
  ::close(descriptor);
  if (held) return Error{file.string() + ": held by another program: stop that one first"};
  return error;
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace smilepost::platform
