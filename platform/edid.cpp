#include "platform/edid.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <system_error>

#include "platform/read_text.h"

namespace smilepost::platform {

namespace {

constexpr std::size_t block_bytes = 128;
constexpr std::array<std::uint8_t, 8> magic{0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0};

bool is_sound(std::span<const std::uint8_t> block) {
  const unsigned sum = std::accumulate(block.begin(), block.end(), 0U);
  return (sum & 0xFFU) == 0 && std::equal(magic.begin(), magic.end(), block.begin());
}

// §3.10.2: the preferred timing's image size, in millimetres.
DisplaySize preferred_timing_size(std::span<const std::uint8_t> block) {
  const bool is_timing = block[54] != 0 || block[55] != 0;  // a pixel clock
  if (!is_timing) return {};
  const auto width = block[66] | (block[68] & 0xF0U) << 4U;
  const auto height = block[67] | (block[68] & 0x0FU) << 8U;
  return {static_cast<float>(width), static_cast<float>(height)};
}

// §3.6.2: the screen's size, in centimetres; an aspect ratio where one of them is 0.
DisplaySize basic_size(std::span<const std::uint8_t> block) {
  return {static_cast<float>(block[21]) * 10, static_cast<float>(block[22]) * 10};
}

bool is_size(const DisplaySize& size) {
  return size.width_mm > 0 && size.height_mm > 0;
}

}  // namespace

std::optional<DisplaySize> size_in_edid(std::span<const std::uint8_t> edid) {
  if (edid.size() < block_bytes || !is_sound(edid.first(block_bytes))) return std::nullopt;
  if (const auto size = preferred_timing_size(edid); is_size(size)) return size;
  if (const auto size = basic_size(edid); is_size(size)) return size;
  return std::nullopt;
}

std::optional<DisplaySize> connected_display_size(const std::filesystem::path& drm_folder) {
  std::optional<DisplaySize> found;
  std::error_code failed;
  for (std::filesystem::directory_iterator it(drm_folder, failed), end; !failed && it != end;
       it.increment(failed)) {
    if (read_text(it->path() / "status") != "connected\n") continue;
    const std::string edid = read_text(it->path() / "edid").value_or("");
    const auto size =
        size_in_edid({reinterpret_cast<const std::uint8_t*>(edid.data()), edid.size()});
    if (found && size) return std::nullopt;
    if (size) found = size;
  }
  return found;
}

}  // namespace smilepost::platform
