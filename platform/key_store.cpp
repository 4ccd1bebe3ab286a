#include "platform/key_store.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace smilepost::platform {
namespace {

constexpr std::size_t largest_secret = 4096;

bool plain_name(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), plain);
}

class KeyFolder final : public KeyStore {
 public:
  KeyFolder(std::filesystem::path folder, std::shared_ptr<Disk> disk)
      : folder_(std::move(folder)), disk_(std::move(disk)) {}

  Result<std::optional<std::vector<std::uint8_t>>> load(const std::string& name) const override {
    if (!plain_name(name)) std::abort();
    const auto file = folder_ / name;
    auto bytes = disk_->read(file, largest_secret);
    if (!bytes || !*bytes) return bytes;
    if (auto closed = disk_->check_private(file); !closed) return closed.error();
    return bytes;
  }

  Status store(const std::string& name, const std::vector<std::uint8_t>& secret) override {
    if (!plain_name(name) || secret.size() > largest_secret) std::abort();
    return write_durably(*disk_, folder_ / name, secret, 0600);
  }

 private:
  std::filesystem::path folder_;
  std::shared_ptr<Disk> disk_;
};

}  // namespace

Result<std::unique_ptr<KeyStore>> open_key_folder(const std::filesystem::path& folder,
                                                  std::shared_ptr<Disk> disk) {
  if (auto made = disk->make_folder(folder, 0700); !made) return made.error();
  if (auto closed = disk->check_private(folder); !closed) return closed.error();
  return std::unique_ptr<KeyStore>(std::make_unique<KeyFolder>(folder, std::move(disk)));
}

}  // namespace smilepost::platform
