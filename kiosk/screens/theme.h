// The palettes (ui.md; contrasts are measured there).
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <string>

#include <imgui.h>

namespace smilepost::kiosk {

constexpr ImU32 colour(std::uint32_t rgb) {
  return IM_COL32((rgb >> 16) & 0xFF, (rgb >> 8) & 0xFF, rgb & 0xFF, 0xFF);
}

struct Theme {
  std::string name = "light";  // also the folder of the smileys
  ImU32 background = colour(0xFFFFFF);
  ImU32 ink = colour(0x1B1D21);
  ImU32 muted = colour(0x4A4F57);
  ImU32 edge = colour(0x858B94);
  ImU32 accent = colour(0x0B57D0);
  ImU32 on_accent = colour(0xFFFFFF);
  std::array<ImU32, 5> faces = {colour(0x852110), colour(0xA86702), colour(0x666462),
                                colour(0x0975A3), colour(0x193675)};
  // How much black lies over a dimmed screen: outlines keep a contrast of 3 to 1 below it, and a
  // white background gives half its light.
  float veil = 0.25F;
};

inline Theme light_theme() {
  return {};
}

inline Theme dark_theme() {
  return {.name = "dark",
          .background = colour(0x121417),
          .ink = colour(0xF2F3F5),
          .muted = colour(0xB6BBC4),
          .edge = colour(0x6B727C),
          .accent = colour(0x8AB4F8),
          .on_accent = colour(0x121417),
          .faces = {colour(0xE4664C), colour(0xFDC24D), colour(0xCFCECC), colour(0x79D2FC),
                    colour(0x6488EE)},
          .veil = 0.15F};
}

// The night screen, in either theme: contrast 4.6 to 1.
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
