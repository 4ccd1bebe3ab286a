// Smileys and icons as textures of exactly the size they are drawn at. Made at first use from SVG
// and kept; on disk too where a cache folder is given, for librsvg takes 79 ms. UI thread, with a
// current GL context.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <imgui.h>

#include "kiosk/survey/set_look.h"
#include "platform/renderer.h"
#include "platform/result.h"
#include "platform/window.h"

namespace smilepost::kiosk {

struct SmileyColours {
  ImU32 disc = 0, ink = 0;
};

// Where a texture is, and how large.
struct Image {
  ImTextureID id = nullptr;
  int width = 0, height = 0;
};

class Images {
 public:
  // Fails when a file of assets/smileys or assets/icons is missing.
  static Result<std::unique_ptr<Images>> open(const std::filesystem::path& assets,
                                              std::optional<std::filesystem::path> cache);

  // Null when the file cannot be drawn (logged once): the caller shows the plain disc instead.
  ImTextureID smiley(int number, int size_px, const SmileyColours& colours);  // 1 … 5
  // White, to be tinted: "globe", "back" …
  ImTextureID icon(std::string_view name, int size_px);
  // A survey set's own, within so many pixels; nothing (logged once): it cannot be drawn.
  std::optional<Image> picture(const SetPicture& picture, int width_px, int height_px);

 private:
  using Name = std::function<std::string()>;
  using Draw = std::function<Result<platform::Picture>()>;
  Images(std::filesystem::path assets, std::optional<std::filesystem::path> cache);
  // `key` says what is drawn, and how; `in_cache` also in which version.
  const Image& image(const std::string& key, const Name& in_cache, const Draw& draw);
  ImTextureID file(const std::filesystem::path& file, int size_px, const std::string& stylesheet);

  struct Kept {
    std::unique_ptr<platform::Texture> texture;  // null: cannot be drawn
    Image image;
  };
  std::filesystem::path assets_;
  std::optional<std::filesystem::path> cache_;
  std::map<std::string, Kept> kept_;
};

}  // namespace smilepost::kiosk
