// What a screen draws with. Rectangles are in reading order: x counts from the side where reading
// starts, so one layout serves both directions; mirrored() makes them pixels of the display.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <imgui.h>

#include "kiosk/screens/images.h"
#include "kiosk/screens/metrics.h"
#include "kiosk/screens/motion.h"
#include "kiosk/screens/registry.h"
#include "kiosk/screens/theme.h"
#include "kiosk/screens/touch.h"
#include "kiosk/text/catalogue.h"
#include "kiosk/text/text_engine.h"

namespace smilepost::kiosk {

// What outlives the frame. One for each display.
struct ScreenState {
  explicit ScreenState(const Display& display, bool reduced_motion = false)
      : touch(display.real_mm(minimum::slip_mm)), motion(reduced_motion) {}

  // The whole picture stands so many pixels from where it is laid out, and fingers with it.
  // `still`: as in Motion.
  void begin_frame(std::optional<platform::Contact> contact, std::uint64_t now_ms,
                   platform::Point shift = {}, bool still = false) {
    registry.clear(shift.x, shift.y);
    motion.begin_frame(now_ms, still);
    if (contact) motion.touched();
    if (contact) contact->at = {contact->at.x - shift.x, contact->at.y - shift.y};
    touch.begin_frame(contact, now_ms);
  }
  void frame_shown(std::uint64_t now_ms) { touch.frame_shown(now_ms); }
  // When the screen wants to be drawn again although nothing happened; nothing: it is still.
  std::optional<std::uint64_t> wants_frame() const;

  Touch touch;
  Motion motion;
  Registry registry;
  std::string screen;           // the key of the screen drawn last
  std::size_t page = 0;         // of a list too long for the display
  std::size_t survey_page = 0;  // of the staff panel's other list
};

enum class Upright : std::uint8_t { top, middle, bottom };  // place within the box's height

struct Text {
  std::string text = {};
  float capital_mm = minimum::capital_mm;      // wanted, stretched with the display
  float floor_mm = minimum::tight_capital_mm;  // never below, real millimetres
  Weight weight = Weight::regular;
  ImU32 colour = 0;  // 0: the theme's ink
  Align align = Align::start;
  Upright upright = Upright::middle;
  bool balanced = false;
  float line_height = 1.2F;
  std::string language = {};  // empty: the screen's
};

class Ui {
 public:
  ImDrawList& list;
  TextEngine& engine;
  const Catalogue& catalogue;
  const Display& display;
  const Theme& theme;
  Images& images;
  ScreenState& state;

  std::string language;
  bool right_to_left = false;
  bool large_text = false;  // the shopper asked for it

  Ui(ImDrawList& draw_list, TextEngine& text_engine, const Catalogue& texts,
     const Display& on_display, const Theme& in_theme, Images& with_images, ScreenState& kept);

  void speak(const std::string& new_language);
  // Once a frame, before anything is drawn; says which screen it is. Another `part` of the same
  // screen locks out fingers like another screen, but nothing fades.
  void begin_screen(const std::string& key, const std::string& part = {});
  void end_screen();      // the fade
  void dim(float share);  // after it: so much black over all, also where the picture is shifted

  float mm(float millimetres) const { return display.mm(millimetres); }
  float real_mm(float millimetres) const { return display.real_mm(millimetres); }
  float edge_px(float millimetres) const {  // the width of an outline
    return std::round(mm(millimetres) * theme.edge_scale);
  }
  // What grows with the text: its lines, and what stands in them.
  float text_mm(float millimetres) const {
    return mm(large_text ? large_text_scale * millimetres : millimetres);
  }
  // What must be read is no smaller where there is any other way (real millimetres).
  float readable_mm() const {
    const bool large = large_text && !display.tight();
    return large ? minimum::large_capital_mm : minimum::capital_mm;
  }
  // Little room for what is on the screen: small displays, and large text on any.
  bool crowded() const { return display.tight() || large_text; }
  Rect mirrored(const Rect& rect) const;
  Rect whole() const { return {0, 0, display.width_px, display.height_px}; }

  // A text of the catalogue in the screen's language.
  std::string say(std::string_view msgid) const;

  // The style in which the text fits the box: as wanted, or smaller.
  TextStyle fitted(const Text& text, float width, float height);
  TextStyle wanted_style(const Text& text) const;
  ParagraphSize measure(const Text& text, float width);
  // The text, or its beginning and an ellipsis where it does not fit in this style.
  std::string shortened(const Text& text, const TextStyle& style, float width, float height);
  void write(const Text& text, const Rect& box);
  void write(const Text& text, const Rect& box, const TextStyle& style);

  void fill(const Rect& box, float radius, ImU32 colour);
  void outline(const Rect& box, float radius, float thickness, ImU32 colour);
  void icon(std::string_view name, const Rect& box, ImU32 colour);  // square, centred in the box
  void image(const Image& image, const Rect& box);  // as large as it is, centred in the box
  // `scale` shrinks or swells the picture about its middle.
  void smiley(int number, std::uint8_t vote, const Rect& box, float scale = 1);

  TargetState target(const std::string& id, const std::string& text, const Rect& hit,
                     float least_mm = minimum::button_mm, Repeat repeat = Repeat::locked);

 private:
  ImTextureID smiley_texture(int number, int side_px);
  const std::string& language_of(const Text& text) const;
  Align align_in(const std::string& text_language, Align align) const;
};

}  // namespace smilepost::kiosk
