// Writes and reads PNG files, by libpng.
#pragma once

#include <filesystem>

#include "platform/result.h"
#include "platform/window.h"

namespace smilepost::platform {

Status write_png(const std::filesystem::path& file, const Picture& picture);
Result<Picture> read_png(const std::filesystem::path& file);

}  // namespace smilepost::platform
