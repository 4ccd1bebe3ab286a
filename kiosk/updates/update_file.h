// update.json in the state folder: where an update stands, through restarts and power cuts, and
// through releases. The release before reads what this one wrote after it was sent back, so: a name
// that is not known is kept as it is; a state that is not known is "nothing"; what is no JSON, or
// of the wrong kind, counts as missing; and nothing that has a meaning ever gets another.
#pragma once

#include <filesystem>
#include <string>

#include "kiosk/updates/update.h"

namespace smilepost::kiosk {

class UpdateFile {
 public:
  explicit UpdateFile(std::filesystem::path file) : file_(std::move(file)) {}

  // Nothing known where there is no file, or none that can be read.
  UpdateMemory read();
  // Durable when it returns.
  Status write(const UpdateMemory& memory);

 private:
  std::filesystem::path file_;
  std::string kept_ = "{}";  // as it was read
};

std::string to_string(UpdateState state);

}  // namespace smilepost::kiosk
