// Rasters of SVG files, by librsvg.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "platform/result.h"
#include "platform/window.h"

namespace smilepost::platform {

// Scaled to fit size × size pixels, premultiplied alpha undone. `stylesheet` (CSS) may set colours.
Result<Picture> rasterise_svg(const std::filesystem::path& file, int size,
                              const std::string& stylesheet = {});

// The text of an SVG file; nothing that it refers to is read. As large as its own proportions allow
// within width × height pixels. `name` is only named in messages.
Result<Picture> rasterise_svg_text(std::string_view svg, int width, int height,
                                   const std::string& name);

}  // namespace smilepost::platform
