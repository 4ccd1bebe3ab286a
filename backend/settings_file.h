// The file of settings, in TOML: it says what the command line may say, too.
#pragma once

#include <filesystem>

#include "backend/options.h"
#include "platform/result.h"

namespace smilepost::backend {

// Reads it into the options. One line a fault: file, line, which setting, what to do. A password
// in a file that others may read is one.
Status read_settings(const std::filesystem::path& file, Options& options);

}  // namespace smilepost::backend
