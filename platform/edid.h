// How large a display is, by its own word (VESA E-EDID Standard, Release A.2). SDL does not ask for
// it on a bare KMS/DRM display.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>

namespace smilepost::platform {

struct DisplaySize {
  float width_mm = 0, height_mm = 0;
  friend bool operator==(const DisplaySize&, const DisplaySize&) = default;
};

// Nothing where the bytes are no EDID, or it names no size (a projector's does not).
std::optional<DisplaySize> size_in_edid(std::span<const std::uint8_t> edid);

// Of the one display that is connected; nothing where there is none, or more than one to choose
// from.
std::optional<DisplaySize> connected_display_size(
    const std::filesystem::path& drm_folder = "/sys/class/drm");

}  // namespace smilepost::platform
