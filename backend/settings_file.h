// The file of settings, in TOML: it says what the command line may say, too.
#pragma once

#include <filesystem>

#include "backend/options.h"
#include "platform/result.h"

namespace smilepost::backend {

// Reads it into the options. One line a fault: file, line, which setting, what to do. A password
// in a file that others may read is one.
Status read_settings(const std::filesystem::path& file, Options& options);

// The same of its text; whether `others_may_read` it.
Status parse_settings(const std::string& text, const std::filesystem::path& file,
                      bool others_may_read, Options& options);

}  // namespace smilepost::backend
