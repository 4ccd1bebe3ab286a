// Glyphs as texels: pages of 8-bit masks, filled in shelves. Coverage is blended as it is: measured
// against Chromium's gamma and contrast, ink weighs the same within 2.5 %, dark on light and light
// on dark. UI thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "kiosk/text/font_set.h"
#include "platform/renderer.h"

namespace smilepost::kiosk {

struct GlyphKey {
  FontIndex font = 0;
  std::uint32_t glyph = 0;
  std::uint32_t size_64 = 0;  // em size in 1/64 pixel
  std::uint8_t shift_4 = 0;   // quarters of a pixel to the right
  friend bool operator==(const GlyphKey&, const GlyphKey&) = default;
};

// Where a glyph lies; width 0: nothing to draw.
struct GlyphSlot {
  void* texture = nullptr;
  int width = 0, height = 0, left = 0, top = 0;  // as in GlyphMask
  float u0 = 0, v0 = 0, u1 = 0, v1 = 0;
};

// Within a frame no slot ever moves, since draw commands may already name it: a full page opens
// another. When the next frame begins with more pages than are allowed, all glyphs are forgotten
// and drawn anew as needed. If a single frame needs that many, they are allowed from then on.
class Atlas {
 public:
  explicit Atlas(const FontSet& fonts, int page_size = 1024);

  const GlyphSlot& slot(const GlyphKey& key);
  void begin_frame();

  std::size_t pages() const { return pages_.size(); }
  std::size_t glyphs() const { return slots_.size(); }

 private:
  struct Page {
    std::unique_ptr<platform::Texture> texture;
    int x = 0, y = 0, shelf = 0;  // pen in the lowest shelf, and that shelf's height
  };
  struct Hash {
    std::size_t operator()(const GlyphKey& key) const;
  };

  GlyphSlot place(const GlyphMask& mask);
  bool make_room(Page& page, int width, int height) const;
  void open_page();

  const FontSet& fonts_;
  int page_size_;
  std::vector<Page> pages_;  // the last one is being filled
  std::size_t allowed_pages_ = 1;
  bool emptied_ = true;  // when this frame began
  std::unordered_map<GlyphKey, GlyphSlot, Hash> slots_;
};

}  // namespace smilepost::kiosk
