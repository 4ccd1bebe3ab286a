// What a file that was to be read is told; for all else there is file_error in platform/files.h.
#pragma once

#include <filesystem>
#include <string_view>

#include "platform/result.h"

namespace smilepost::platform {

// "path: what: remedy" for a call that failed with errno.
Error reading_error(const std::filesystem::path& path, std::string_view what);

}  // namespace smilepost::platform
