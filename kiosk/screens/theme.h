// The colours in which screens are drawn: a theme's, or a survey set's own.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <string>

#include <imgui.h>

#include "kiosk/survey/session_view.h"

namespace smilepost::kiosk {

constexpr ImU32 colour(std::uint32_t rgb) {
  return IM_COL32((rgb >> 16) & 0xFF, (rgb >> 8) & 0xFF, rgb & 0xFF, 0xFF);
}

struct Theme {
  std::string name;  // stored with every answer
  ImU32 background = 0, ink = 0, muted = 0, edge = 0, accent = 0, on_accent = 0;
  ImU32 disabled = 0;  // what cannot be touched just now
  std::array<ImU32, 5> faces{};
  // How much black lies over a dimmed screen: outlines of our own themes keep a contrast of 3 to 1
  // below it, and a white background gives half its light.
  float veil = 0;
  float edge_scale = 1;           // of the width of outlines
  const SetLook* look = nullptr;  // its pictures; null: the kiosk's own ones
};

Theme theme_named(const std::string& name);  // one of theme_names
// On a kiosk with this theme: the shopper's wish comes before the look of the set, and that before
// the kiosk. The view's look outlives the result.
Theme dressed(const Theme& kiosk, const SessionView& view);

inline Theme light_theme() {
  return theme_named("light");
}
inline Theme dark_theme() {
  return theme_named("dark");
}
inline Theme high_contrast_theme() {
  return theme_named("high-contrast");
}

// The night screen, in every theme: contrast 4.6 to 1.
inline constexpr ImU32 night_background = colour(0x000000), night_ink = colour(0x767676);

// `share` of `over` on `under`.
inline ImU32 mixed(ImU32 over, ImU32 under, float share) {
  ImU32 result = 0;
  for (int shift = 0; shift < 32; shift += 8) {
    const auto a = static_cast<float>((over >> shift) & 0xFF);
    const auto b = static_cast<float>((under >> shift) & 0xFF);
    result |= static_cast<ImU32>(std::lround(a * share + b * (1 - share))) << shift;
  }
  return result;
}

}  // namespace smilepost::kiosk
