// Rasters of SVG files, by librsvg.
#pragma once

#include <filesystem>
#include <string>

#include "platform/result.h"
#include "platform/window.h"

namespace smilepost::platform {

// Scaled to fit size × size pixels, premultiplied alpha undone. `stylesheet` (CSS) may set colours.
Result<Picture> rasterise_svg(const std::filesystem::path& file, int size,
                              const std::string& stylesheet = {});

}  // namespace smilepost::platform
