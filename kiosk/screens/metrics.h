// Sizes on the display. Lengths in a screen's code are millimetres of the 10.1 inch reference
// (217 × 136 mm) until mm() makes them pixels; larger displays stretch them, none goes below the
// minima, which are real millimetres.
#pragma once

#include <algorithm>
#include <cmath>

namespace smilepost::kiosk {

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;
  float right() const { return x + w; }
  float bottom() const { return y + h; }
  bool contains(float px, float py) const {
    return px >= x && py >= y && px < right() && py < bottom();
  }
  Rect grown(float by) const { return {x - by, y - by, w + 2 * by, h + 2 * by}; }
  Rect inset(float horizontal, float vertical) const {
    return {x + horizontal, y + vertical, w - 2 * horizontal, h - 2 * vertical};
  }
  friend bool operator==(const Rect&, const Rect&) = default;
};

enum class DisplayClass { normal, portrait, small };

// Real millimetres, never stretched (sources: ui.md, "Sizes, colours, times").
namespace minimum {
inline constexpr float face_mm = 30;
inline constexpr float button_mm = 20;
inline constexpr float key_mm = 15;  // of the PIN pad
inline constexpr float gap_mm = 3;
inline constexpr float slip_mm = 5;
inline constexpr float question_capital_mm = 7.3F;
inline constexpr float capital_mm = 4.9F;
inline constexpr float large_capital_mm = 7.3F;  // in large text, as far as there is room
// Where the full size finds no room (7 inch, long words): 0.5° at 400 mm.
inline constexpr float tight_capital_mm = 3.5F;
}  // namespace minimum

inline constexpr float large_text_scale = 1.3F;

struct Display {
  float width_px = 1280, height_px = 800;  // of the upright picture
  float px_per_mm = 5.88F;

  static Display of_diagonal(float width_px, float height_px, float diagonal_inch) {
    return {width_px, height_px, std::hypot(width_px, height_px) / (diagonal_inch * 25.4F)};
  }

  float width_mm() const { return width_px / px_per_mm; }
  float height_mm() const { return height_px / px_per_mm; }

  DisplayClass display_class() const {
    if (height_px > width_px) return DisplayClass::portrait;
    return height_mm() < 110 || width_mm() < 180 ? DisplayClass::small : DisplayClass::normal;
  }
  bool small() const { return display_class() == DisplayClass::small; }
  bool portrait() const { return display_class() == DisplayClass::portrait; }
  // Standing, and no wider than a small one is high.
  bool narrow() const { return portrait() && width_mm() < 120; }
  bool tight() const { return small() || narrow(); }

  // How much larger than the reference things are drawn; 1 on everything up to it.
  float stretch() const {
    const float longer = std::max(width_mm(), height_mm());
    const float shorter = std::min(width_mm(), height_mm());
    return std::clamp(std::min(longer / 217.0F, shorter / 135.5F), 1.0F, 1.6F);
  }
  float mm(float millimetres) const { return millimetres * px_per_mm * stretch(); }
  float real_mm(float millimetres) const { return millimetres * px_per_mm; }
};

}  // namespace smilepost::kiosk
