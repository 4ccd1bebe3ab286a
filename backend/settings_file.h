// The file of settings, in TOML: it says what the command line may say, too.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "backend/options.h"
#include "platform/result.h"

namespace smilepost::backend {

// Reads it into the options. One line a fault: file, line, which setting, what to do. A password
// in a file that others may read is one.
Status read_settings(const std::filesystem::path& file, Options& options);

// The command line over such a file: that which --config names, else `in_its_place` where it is.
Result<Options> read_options(const std::vector<std::string>& arguments,
                             const std::filesystem::path& in_its_place);

inline constexpr const char* settings_place = "/etc/smilepost/backend.toml";

}  // namespace smilepost::backend
