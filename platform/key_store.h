// The seam to secrets at rest: small named blobs, kept outside the journal.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/disk.h"
#include "platform/result.h"

namespace smilepost::platform {

class KeyStore {
 public:
  virtual ~KeyStore() = default;
  virtual Result<std::optional<std::vector<std::uint8_t>>> load(const std::string& name) const = 0;
  // Durable when it returns: written beside, fsynced, renamed, directory fsynced.
  virtual Status store(const std::string& name, const std::vector<std::uint8_t>& secret) = 0;
};

// One file a secret, mode 0600, in a folder of mode 0700 that it makes if missing. Refuses a folder
// or file that others may read.
Result<std::unique_ptr<KeyStore>> open_key_folder(const std::filesystem::path& folder,
                                                  std::shared_ptr<Disk> disk = real_disk());

}  // namespace smilepost::platform
