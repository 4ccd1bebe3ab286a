#include "kiosk/screens/images.h"

#include <array>
#include <cstdint>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "platform/log.h"
#include "platform/png.h"
#include "platform/read_text.h"
#include "platform/svg.h"

namespace smilepost::kiosk {

namespace fs = std::filesystem;

namespace {

constexpr std::array icon_names = {"back", "cross", "erase", "forward", "globe",
                                   "more", "pause", "tick",  "visitor"};

// FNV-1a, 64 bit: tells versions of a file apart, proves nothing.
std::uint64_t hash_of(const fs::path& file, const std::string& stylesheet) {
  std::string bytes = platform::read_text(file).value_or("");
  bytes += '\0';
  bytes += stylesheet;
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

void keep(const fs::path& file, const platform::Picture& picture) {
  // Written beside and renamed: a power cut leaves no half file under the name.
  auto beside = file;
  beside += ".new";
  std::error_code ignored;  // a cache that cannot be written only costs time
  fs::create_directories(file.parent_path(), ignored);
  if (platform::write_png(beside, picture)) fs::rename(beside, file, ignored);
}

Result<platform::Picture> raster(const fs::path& file, int size_px, const std::string& stylesheet,
                                 const std::optional<fs::path>& cache) {
  if (!cache) return platform::rasterise_svg(file, size_px, stylesheet);
  const auto kept = *cache / fmt::format("{:016x}-{}.png", hash_of(file, stylesheet), size_px);
  if (auto picture = platform::read_png(kept)) return picture;
  auto picture = platform::rasterise_svg(file, size_px, stylesheet);
  if (picture) keep(kept, *picture);
  return picture;
}

Status check(const fs::path& file) {
  std::error_code error;
  if (fs::is_regular_file(file, error)) return Done{};
  return Error{
      fmt::format("{}: there is no such picture; install the assets folder whole", file.string())};
}

}  // namespace

Images::Images(fs::path assets, std::string theme, std::optional<fs::path> cache)
    : assets_(std::move(assets)), theme_(std::move(theme)), cache_(std::move(cache)) {}

Result<std::unique_ptr<Images>> Images::open(const fs::path& assets, const std::string& theme,
                                             std::optional<fs::path> cache) {
  for (int number = 1; number <= 5; ++number) {
    auto status = check(assets / "smileys" / theme / fmt::format("{}.svg", number));
    if (!status) return status.error();
  }
  for (const char* name : icon_names) {
    auto status = check(assets / "icons" / fmt::format("{}.svg", name));
    if (!status) return status.error();
  }
  return std::unique_ptr<Images>(new Images(assets, theme, std::move(cache)));
}

ImTextureID Images::smiley(int number, int size_px) {
  return image(assets_ / "smileys" / theme_ / fmt::format("{}.svg", number), size_px, {});
}

ImTextureID Images::icon(std::string_view name, int size_px) {
  return image(assets_ / "icons" / fmt::format("{}.svg", name), size_px, "svg { color: #fff }");
}

ImTextureID Images::image(const fs::path& file, int size_px, const std::string& stylesheet) {
  const auto key = fmt::format("{}:{}", file.string(), size_px);
  auto [found, is_new] = textures_.try_emplace(key);
  if (is_new) {
    auto picture = raster(file, size_px, stylesheet, cache_);
    if (picture) {
      found->second = std::make_unique<platform::Texture>(
          picture->width, picture->height, platform::Texture::Format::rgba, picture->rgba.data());
    } else {
      platform::log_error(picture.error().message);
    }
  }
  return found->second ? found->second->id() : nullptr;
}

}  // namespace smilepost::kiosk
