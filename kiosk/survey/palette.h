// The colours of a screen, and whether they can be told apart. Source: ui.md, where the contrasts
// are measured; contrast as WCAG 2.1 defines it. A shop's own colours keep to the same rules.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace smilepost::kiosk {

using Rgb = std::uint32_t;  // 0xRRGGBB

struct Palette {
  Rgb background = 0xFFFFFF;  // also of what is drawn on a face
  Rgb ink = 0x1B1D21;
  Rgb muted = 0x4A4F57;
  Rgb edge = 0x858B94;
  Rgb accent = 0x0B57D0;
  std::array<Rgb, 5> faces = {0x852110, 0xA86702, 0x666462, 0x0975A3, 0x193675};  // worst first
  friend bool operator==(const Palette&, const Palette&) = default;
};

inline constexpr std::array<std::string_view, 3> theme_names = {"light", "dark", "high-contrast"};
inline constexpr std::string_view high_contrast = theme_names[2];
bool is_theme(std::string_view name);
Palette palette_of(std::string_view theme);  // one of theme_names

// "#0B57D0", in either case.
std::optional<Rgb> rgb_of(std::string_view text);

// 1 … 21 (WCAG 2.1, "contrast ratio").
double contrast(Rgb one, Rgb other);
// What stands on the accent: the background's colour or the ink's, whichever is read better.
Rgb on_accent(const Palette& palette);

// The least contrast on the background.
namespace least_contrast {
inline constexpr double ink = 7;      // 1.4.6
inline constexpr double words = 4.5;  // 1.4.3: muted words, a number on a face, words on the accent
inline constexpr double shape = 3;    // 1.4.11: an edge, the ring in the accent
}  // namespace least_contrast

// A colour that cannot be told from the background.
struct Faint {
  std::string colour;  // "ink", "faces/2"
  double contrast = 0, least = 0;
};
std::optional<Faint> first_faint(const Palette& palette);

}  // namespace smilepost::kiosk
