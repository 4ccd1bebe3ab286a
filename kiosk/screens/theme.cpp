#include "kiosk/screens/theme.h"

#include <algorithm>

namespace smilepost::kiosk {

namespace {

Theme theme_of(const std::string& name, const Palette& palette) {
  Theme theme;
  theme.name = name;
  theme.background = colour(palette.background);
  theme.ink = colour(palette.ink);
  theme.muted = colour(palette.muted);
  theme.edge = colour(palette.edge);
  theme.accent = colour(palette.accent);
  theme.on_accent = colour(on_accent(palette));
  const bool edge_is_ink = palette.edge == palette.ink;
  theme.disabled = edge_is_ink ? mixed(theme.ink, theme.background, 0.5F) : theme.edge;
  std::transform(palette.faces.begin(), palette.faces.end(), theme.faces.begin(), colour);
  const bool bright =
      contrast(palette.background, 0x000000) > contrast(palette.background, 0xFFFFFF);
  theme.veil = bright ? 0.25F : 0.15F;
  theme.edge_scale = name == high_contrast ? 2 : 1;
  return theme;
}

}  // namespace

Theme theme_named(const std::string& name) {
  return theme_of(name, palette_of(name));
}

Theme dressed(const Theme& kiosk, const SessionView& view) {
  const SetLook* look = view.look.get();
  if (view.accessibility.high_contrast) return high_contrast_theme();
  if (look == nullptr) return kiosk;
  auto theme = look->palette         ? theme_of(look->theme, *look->palette)
               : look->theme.empty() ? kiosk
                                     : theme_named(look->theme);
  theme.look = look;
  return theme;
}

}  // namespace smilepost::kiosk
