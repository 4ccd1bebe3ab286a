#include "platform/key_store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string_view>

#include "platform/files.h"

namespace smilepost::platform {
namespace {

constexpr std::size_t largest_secret = 4096;

bool plain_name(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), plain);
}

// Only the owner may, and the owner is this user.
Status check_private(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return file_error(path, "cannot be examined");
  if (status.st_uid != ::geteuid()) {
    return Error{path.string() + ": belongs to another user: chown it to the one who runs this"};
  }
  if ((status.st_mode & 077U) != 0) {
    return Error{path.string() + ": open to other users: chmod go= it, and think of its keys as " +
                 "known to them"};
  }
  return Done{};
}

class KeyFolder final : public KeyStore {
 public:
  explicit KeyFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Result<std::optional<std::vector<std::uint8_t>>> load(const std::string& name) const override {
    if (!plain_name(name)) std::abort();
    const auto file = folder_ / name;
    auto bytes = read_file(file, largest_secret);
    if (!bytes || !*bytes) return bytes;
    if (auto closed = check_private(file); !closed) return closed.error();
    return bytes;
  }

  Status store(const std::string& name, const std::vector<std::uint8_t>& secret) override {
    if (!plain_name(name) || secret.size() > largest_secret) std::abort();
    return write_file(folder_ / name, secret, 0600);
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace

Result<std::unique_ptr<KeyStore>> open_key_folder(const std::filesystem::path& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0) {
    const auto parent = std::filesystem::absolute(folder).parent_path();
    if (auto durable = sync_folder(parent); !durable) return durable.error();
  } else if (errno != EEXIST) {
    return file_error(folder, "cannot be made");
  }
  if (!std::filesystem::is_directory(folder)) {
    return Error{folder.string() + ": not a folder: move it aside"};
  }
  if (auto closed = check_private(folder); !closed) return closed.error();
  return std::unique_ptr<KeyStore>(std::make_unique<KeyFolder>(folder));
}

}  // namespace smilepost::platform
