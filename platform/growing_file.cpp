#include "platform/growing_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "platform/descriptor.h"
#include "platform/files.h"
#include "platform/reading_error.h"

namespace smilepost::platform {
namespace {

Status write_all(int descriptor, std::uint64_t offset, std::span<const std::uint8_t> bytes,
                 const std::filesystem::path& file) {
  while (!bytes.empty()) {
    const ssize_t written =
        ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return file_error(file, "cannot be written");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return Done{};
}

}  // namespace

Status write_at(const std::filesystem::path& file, std::uint64_t offset,
                std::span<const std::uint8_t> bytes) {
  const Descriptor opened(::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!opened.valid()) return file_error(file, "cannot be opened");
  if (auto done = write_all(opened.get(), offset, bytes, file); !done) return done;
  if (::fsync(opened.get()) != 0) return file_error(file, "cannot be made durable");
  return Done{};
}

Status read_through(const std::filesystem::path& file,
                    const std::function<Status(std::span<const std::uint8_t>)>& take) {
  const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened.valid()) return reading_error(file, "cannot be opened");
  std::vector<std::uint8_t> piece(std::size_t{1} << 20);
  while (true) {
    const ssize_t size = ::read(opened.get(), piece.data(), piece.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return reading_error(file, "cannot be read");
    if (size == 0) return Done{};
    auto taken = take(std::span(piece).first(static_cast<std::size_t>(size)));
    if (!taken) return taken;
  }
}

}  // namespace smilepost::platform
