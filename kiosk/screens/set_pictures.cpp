#include "kiosk/screens/set_pictures.h"

#include <fmt/format.h>

#include "platform/svg.h"

namespace smilepost::kiosk {

namespace {

constexpr int raster_px = 64;
// A logo may have pale parts, a face pale cheeks: so much of what is drawn must stand out.
constexpr double least_share = 0.3;

// Of what is not transparent, the share with the contrast that a shape needs.
double share_seen(const platform::Picture& picture, Rgb background) {
  std::size_t drawn = 0, seen = 0;
  for (std::size_t i = 0; i < picture.rgba.size(); i += 4) {
    if (picture.rgba[i + 3] < 128) continue;
    const Rgb colour =
        Rgb{picture.rgba[i]} << 16 | Rgb{picture.rgba[i + 1]} << 8 | Rgb{picture.rgba[i + 2]};
    ++drawn;
    if (contrast(colour, background) >= least_contrast::shape) ++seen;
  }
  return drawn == 0 ? 0 : static_cast<double>(seen) / static_cast<double>(drawn);
}

std::optional<std::string> fault_of(const SetPicture& picture, const std::string& name,
                                    Rgb background) {
  const auto raster = platform::rasterise_svg_text(picture.svg, raster_px, raster_px, name);
  if (!raster) return raster.error().message;
  if (share_seen(*raster, background) >= least_share) return std::nullopt;
  return fmt::format(
      "{} hardly stands out from the background #{:06X}; give it other "
      "colours, or the set another theme",
      name, background);
}

}  // namespace

std::optional<std::string> faint_picture(const SetLook& look, const std::string& kiosk_theme) {
  const Rgb background = look.palette         ? look.palette->background
                         : look.theme.empty() ? palette_of(kiosk_theme).background
                                              : palette_of(look.theme).background;
  if (!look.logo.empty()) {
    if (auto fault = fault_of(look.logo, "the logo", background)) return fault;
  }
  for (std::size_t i = 0; i < look.smileys.size(); ++i) {
    if (auto fault = fault_of(look.smileys[i], fmt::format("smiley {}", i + 1), background)) {
      return fault;
    }
  }
  return std::nullopt;
}

}  // namespace smilepost::kiosk
