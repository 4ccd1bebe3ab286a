// The shipped fonts: which of them has a glyph, its shape for HarfBuzz, its pixels by FreeType.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "kiosk/text/languages.h"
#include "kiosk/text/text_engine.h"
#include "platform/result.h"

struct hb_font_t;

namespace smilepost::kiosk {

using FontIndex = std::uint16_t;

// Coverage of one glyph, 0–255, rows from the top. Left and top lead from the pen (y up) to the
// upper left pixel.
struct GlyphMask {
  int width = 0, height = 0, left = 0, top = 0;
  std::vector<std::uint8_t> coverage;
};

// Lengths are em. UI thread only.
class FontSet {
 public:
  // Takes every FAMILY-Regular.ttf or .otf of the folder, with the bold one where it is there.
  // NotoSans comes first: its metrics place the lines of every language.
  static Result<std::unique_ptr<FontSet>> open(const std::filesystem::path& folder);
  ~FontSet();

  // The first font of that weight that has the character, the country's own before all others;
  // nothing: none has.
  std::optional<FontIndex> covering(char32_t character, Weight weight, Han han = Han::none) const;
  bool covers(FontIndex font, char32_t character) const;
  FontIndex primary(Weight weight) const;
  const std::filesystem::path& file(FontIndex font) const;

  hb_font_t* shape_font(FontIndex font) const;  // scaled to units per em, unhinted
  float units_per_em(FontIndex font) const;

  float ascent() const;   // of the primary font, above the baseline
  float descent() const;  // below it, positive
  float capital_height() const;

  // At exactly size_px, unhinted, moved right by `shift_px` (0–1). Nothing to see: empty.
  GlyphMask rasterise(FontIndex font, std::uint32_t glyph, float size_px, float shift_px) const;

 private:
  class Impl;
  explicit FontSet(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace smilepost::kiosk
