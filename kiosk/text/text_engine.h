// Draws what shoppers read: bidi and line breaks by ICU, shaping by HarfBuzz, glyphs by FreeType,
// one 8-bit atlas. Lengths are pixels of the framebuffer. UI thread only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <imgui.h>

#include "platform/result.h"

namespace smilepost::kiosk {

enum class Weight : std::uint8_t { regular, bold };

struct TextStyle {
  float size_px = 41;  // em
  Weight weight = Weight::regular;
  float tracking = 0;       // em, added between letters of scripts that do not join
  float line_height = 1.2;  // em
  friend bool operator==(const TextStyle&, const TextStyle&) = default;
};

// Relative to the reading direction of the paragraph, which its language decides.
enum class Align : std::uint8_t { start, centre, end };

struct ParagraphSize {
  float width = 0;   // of the widest line
  float height = 0;  // lines × line height
  int lines = 0;
  bool fits = true;  // false: a word is wider than the box
};

class TextEngine {
 public:
  // The fonts that `folder` holds (built from Debian's Noto packages; see CMakeLists.txt here).
  // Needs a current GL context through the window.
  static Result<std::unique_ptr<TextEngine>> open(const std::filesystem::path& font_folder);
  ~TextEngine();

  // Width may be infinite (a single line). `balanced` evens out the lines of a question.
  ParagraphSize measure(std::string_view utf8, std::string_view language, const TextStyle& style,
                        float max_width, bool balanced = false);

  // Draws into the box that begins at top_left and is max_width wide.
  void draw(ImDrawList& list, std::string_view utf8, std::string_view language,
            const TextStyle& style, ImVec2 top_left, float max_width, Align align, ImU32 colour,
            bool balanced = false);

  // The largest size ≤ style.size_px, not below floor_px, at which the text fits the box.
  TextStyle fit(std::string_view utf8, std::string_view language, TextStyle style, float max_width,
                float max_height, float floor_px);

  // em size at which a capital H is cap_px high in the Latin font.
  float em_for_capital(float cap_px) const;

  // Call once a frame before drawing: uploads nothing itself, but lets caches age.
  void begin_frame();

  // Code points drawn so far for which no font had a glyph.
  std::uint64_t missing_glyphs() const;

 private:
  class Impl;
  explicit TextEngine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace smilepost::kiosk
