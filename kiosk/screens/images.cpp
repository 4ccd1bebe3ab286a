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

using Draw = std::function<Result<platform::Picture>()>;

void keep(const fs::path& file, const platform::Picture& picture) {
  // Written beside and renamed: a power cut leaves no half file under the name.
  auto beside = file;
  beside += ".new";
  std::error_code ignored;  // a cache that cannot be written only costs time
  fs::create_directories(file.parent_path(), ignored);
  if (platform::write_png(beside, picture)) fs::rename(beside, file, ignored);
}

Result<platform::Picture> kept_or_drawn(const std::optional<fs::path>& kept, const Draw& draw) {
  if (!kept) return draw();
  if (auto picture = platform::read_png(*kept)) return picture;
  auto picture = draw();
  if (picture) keep(*kept, *picture);
  return picture;
}

Status check(const fs::path& file) {
  std::error_code error;
  if (fs::is_regular_file(file, error)) return Done{};
  return Error{
      fmt::format("{}: there is no such picture; install the assets folder whole", file.string())};
}

// "#0B57D0"
std::string css(ImU32 colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", colour >> IM_COL32_R_SHIFT & 0xFF,
                     colour >> IM_COL32_G_SHIFT & 0xFF, colour >> IM_COL32_B_SHIFT & 0xFF);
}

}  // namespace

Images::Images(fs::path assets, std::optional<fs::path> cache)
    : assets_(std::move(assets)), cache_(std::move(cache)) {}

Result<std::unique_ptr<Images>> Images::open(const fs::path& assets,
                                             std::optional<fs::path> cache) {
  for (int number = 1; number <= 5; ++number) {
    auto status = check(assets / "smileys" / fmt::format("{}.svg", number));
    if (!status) return status.error();
  }
  for (const char* name : icon_names) {
    auto status = check(assets / "icons" / fmt::format("{}.svg", name));
    if (!status) return status.error();
  }
  return std::unique_ptr<Images>(new Images(assets, std::move(cache)));
}

ImTextureID Images::smiley(int number, int size_px, const SmileyColours& colours) {
  return file(
      assets_ / "smileys" / fmt::format("{}.svg", number), size_px,
      fmt::format(".disc {{ fill: {} }} svg {{ color: {} }}", css(colours.disc), css(colours.ink)));
}

ImTextureID Images::icon(std::string_view name, int size_px) {
  return file(assets_ / "icons" / fmt::format("{}.svg", name), size_px, "svg { color: #fff }");
}

std::optional<Image> Images::picture(const SetPicture& picture, int width_px, int height_px) {
  auto name = fmt::format("{:016x}-{}x{}", picture.hash, width_px, height_px);
  const auto in_cache = [&] { return name; };
  const auto& image = this->image(name, in_cache, [&] {
    return platform::rasterise_svg_text(picture.svg, width_px, height_px, "a set's picture");
  });
  return image.id == nullptr ? std::nullopt : std::optional(image);
}

ImTextureID Images::file(const fs::path& file, int size_px, const std::string& stylesheet) {
  const auto in_cache = [&] {
    const auto bytes = platform::read_text(file).value_or("") + '\0' + stylesheet;
    return fmt::format("{:016x}-{}", hash_of(bytes), size_px);
  };
  return image(fmt::format("{}:{}:{}", file.string(), size_px, stylesheet), in_cache,
               [&] { return platform::rasterise_svg(file, size_px, stylesheet); })
      .id;
}

const Image& Images::image(const std::string& key, const Name& in_cache, const Draw& draw) {
  auto [found, is_new] = kept_.try_emplace(key);
  auto& [texture, image] = found->second;
  if (!is_new) return image;
  const auto cached = cache_ ? std::optional(*cache_ / (in_cache() + ".png")) : std::nullopt;
  const auto picture = kept_or_drawn(cached, draw);
  if (!picture) {
    platform::log_error(picture.error().message);
    return image;
  }
  texture = std::make_unique<platform::Texture>(
      picture->width, picture->height, platform::Texture::Format::rgba, picture->rgba.data());
  image = {texture->id(), picture->width, picture->height};
  return image;
}

}  // namespace smilepost::kiosk
