// Writes and reads PNG files, by libpng.
#pragma once

#include <filesystem>

#include "platform/result.h"
#include "platform/window.h"

namespace smilepost::platform {

Status write_png(const std::filesystem::path& file, const Picture& picture);
// A picture of more than 16 million pixels is an Error: no display has them, but a damaged file may
// say so.
Result<Picture> read_png(const std::filesystem::path& file);

}  // namespace smilepost::platform
