// Smileys and icons as textures of exactly the size they are drawn at. Made at first use from SVG
// and kept; on disk too where a cache folder is given, for librsvg takes 79 ms. UI thread, with a
// current GL context.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <imgui.h>

#include "platform/renderer.h"
#include "platform/result.h"

namespace smilepost::kiosk {

class Images {
 public:
  // Fails when a file of assets/smileys/<theme> or assets/icons is missing.
  static Result<std::unique_ptr<Images>> open(const std::filesystem::path& assets,
                                              const std::string& theme,
                                              std::optional<std::filesystem::path> cache);

  // Null when the file cannot be drawn (logged once): the caller shows the plain disc instead.
  ImTextureID smiley(int number, int size_px);  // 1 … 5
  // White, to be tinted: "globe", "back" …
  ImTextureID icon(std::string_view name, int size_px);

 private:
  Images(std::filesystem::path assets, std::string theme,
         std::optional<std::filesystem::path> cache);
  ImTextureID image(const std::filesystem::path& file, int size_px, const std::string& stylesheet);

  std::filesystem::path assets_;
  std::string theme_;
  std::optional<std::filesystem::path> cache_;
  std::map<std::string, std::unique_ptr<platform::Texture>> textures_;  // null: cannot be drawn
};

}  // namespace smilepost::kiosk
