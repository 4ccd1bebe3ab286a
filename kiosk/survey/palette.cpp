#include "kiosk/survey/palette.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace smilepost::kiosk {
namespace {

double linear(Rgb channel) {
  const double share = channel / 255.0;
  return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(Rgb colour) {
  return 0.2126 * linear(colour >> 16 & 0xFF) + 0.7152 * linear(colour >> 8 & 0xFF) +
         0.0722 * linear(colour & 0xFF);
}

}  // namespace

bool is_theme(std::string_view name) {
  return std::find(theme_names.begin(), theme_names.end(), name) != theme_names.end();
}

Palette palette_of(std::string_view theme) {
  if (theme == "dark") {
    return {0x121417, 0xF2F3F5, 0xB6BBC4,
            0x6B727C, 0x8AB4F8, {0xE4664C, 0xFDC24D, 0xCFCECC, 0x79D2FC, 0x6488EE}};
  }
  if (theme == high_contrast) {
    return {0x000000, 0xFFFFFF, 0xFFFFFF,
            0xFFFFFF, 0xFFE600, {0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 0xFFFFFF}};
  }
  return {};
}

std::optional<Rgb> rgb_of(std::string_view text) {
  if (text.size() != 7 || text.front() != '#') return std::nullopt;
  Rgb colour = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + 1, end, colour, 16);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return colour;
}

double contrast(Rgb one, Rgb other) {
  const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
  return (light + 0.05) / (dark + 0.05);
}

Rgb on_accent(const Palette& palette) {
  const bool background =
      contrast(palette.background, palette.accent) >= contrast(palette.ink, palette.accent);
  return background ? palette.background : palette.ink;
}

std::optional<Faint> first_faint(const Palette& palette) {
  const auto judge = [&](std::string name, Rgb colour, Rgb below,
                         double least) -> std::optional<Faint> {
    const double seen = contrast(colour, below);
    if (seen >= least) return std::nullopt;
    return Faint{std::move(name), seen, least};
  };
  using namespace least_contrast;
  const Rgb below = palette.background;
  if (auto faint = judge("ink", palette.ink, below, ink)) return faint;
  if (auto faint = judge("muted", palette.muted, below, words)) return faint;
  if (auto faint = judge("edge", palette.edge, below, shape)) return faint;
  if (auto faint = judge("accent", palette.accent, below, shape)) return faint;
  if (auto faint = judge("accent", palette.accent, on_accent(palette), words)) return faint;
  for (std::size_t i = 0; i < palette.faces.size(); ++i) {
    if (auto faint = judge("faces/" + std::to_string(i), palette.faces[i], below, words)) {
      return faint;
    }
  }
  return std::nullopt;
}

}  // namespace smilepost::kiosk
