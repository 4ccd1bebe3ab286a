#include "kiosk/text/text_engine.h"

#include <algorithm>
#include <cmath>

#include "kiosk/text/atlas.h"
#include "kiosk/text/languages.h"
#include "kiosk/text/paragraph_cache.h"
#include "kiosk/text/shaper.h"

namespace smilepost::kiosk {

namespace {

// A line whose left end and baseline are known, in pixels.
struct Pen {
  float x = 0, baseline = 0;
  float size_px = 0;
  ImU32 colour = 0;
};

float left_of(Align align, bool right_to_left, float box, float line) {
  if (align == Align::centre) return (box - line) / 2;
  const bool at_left = (align == Align::start) != right_to_left;
  return at_left ? 0 : box - line;
}

}  // namespace

class TextEngine::Impl {
 public:
  explicit Impl(std::unique_ptr<FontSet> fonts)
      : fonts_(std::move(fonts)), shaper_(*fonts_), atlas_(*fonts_), cache_(shaper_) {}

  ParagraphCache& cache() { return cache_; }
  const ParagraphCache& cache() const { return cache_; }
  const FontSet& fonts() const { return *fonts_; }

  void begin_frame() {
    atlas_.begin_frame();
    cache_.begin_frame();
  }

  // From the top of a line to its baseline, in em; the same for every script.
  float baseline(float line_height) const {
    return (line_height + fonts_->ascent() - fonts_->descent()) / 2;
  }

  void draw(ImDrawList& list, const Line& line, const Pen& pen) {
    GlyphKey key;
    key.size_64 = std::uint32_t(std::lround(pen.size_px * 64));
    void* bound = nullptr;
    for (const PlacedGlyph& glyph : line.glyphs) {
      const auto quarters = std::lround((pen.x + glyph.x * pen.size_px) * 4);
      key.font = glyph.font;
      key.glyph = glyph.glyph;
      key.shift_4 = std::uint8_t(quarters & 3);
      const auto y = float(std::lround(pen.baseline - glyph.y * pen.size_px));
      const GlyphSlot& slot = atlas_.slot(key);
      if (slot.width == 0) continue;
      if (slot.texture != bound) {
        if (bound != nullptr) list.PopTextureID();
        list.PushTextureID(bound = slot.texture);
      }
      put(list, slot, float(quarters >> 2), y, pen.colour);
    }
    if (bound != nullptr) list.PopTextureID();
  }

 private:
  static void put(ImDrawList& list, const GlyphSlot& slot, float x, float y, ImU32 colour) {
    const ImVec2 from(x + float(slot.left), y - float(slot.top));
    const ImVec2 to(from.x + float(slot.width), from.y + float(slot.height));
    list.PrimReserve(6, 4);
    list.PrimRectUV(from, to, {slot.u0, slot.v0}, {slot.u1, slot.v1}, colour);
  }

  std::unique_ptr<FontSet> fonts_;
  Shaper shaper_;
  Atlas atlas_;
  ParagraphCache cache_;
};

TextEngine::TextEngine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TextEngine::~TextEngine() = default;

Result<std::unique_ptr<TextEngine>> TextEngine::open(const std::filesystem::path& font_folder) {
  auto fonts = FontSet::open(font_folder);
  if (!fonts) return fonts.error();
  return std::unique_ptr<TextEngine>(new TextEngine(std::make_unique<Impl>(*std::move(fonts))));
}

ParagraphSize TextEngine::measure(std::string_view utf8, std::string_view language,
                                  const TextStyle& style, float max_width, bool balanced) {
  if (utf8.empty()) return {};
  const Lines& lines =
      impl_->cache().lines(utf8, language, style, max_width / style.size_px, balanced);
  const auto count = float(lines.lines.size());
  return {lines.width * style.size_px, count * style.line_height * style.size_px,
          int(lines.lines.size()), lines.fits};
}

void TextEngine::draw(ImDrawList& list, std::string_view utf8, std::string_view language,
                      const TextStyle& style, ImVec2 top_left, float max_width, Align align,
                      ImU32 colour, bool balanced) {
  if (utf8.empty()) return;
  const bool right_to_left = is_right_to_left(language);
  const Lines& lines =
      impl_->cache().lines(utf8, language, style, max_width / style.size_px, balanced);
  const float box = std::isfinite(max_width) ? max_width : lines.width * style.size_px;
  Pen pen{0, top_left.y + impl_->baseline(style.line_height) * style.size_px, style.size_px,
          colour};
  for (const Line& line : lines.lines) {
    pen.x = top_left.x + left_of(align, right_to_left, box, line.width * style.size_px);
    impl_->draw(list, line, pen);
    pen.baseline += style.line_height * style.size_px;
  }
}

TextStyle TextEngine::fit(std::string_view utf8, std::string_view language, TextStyle style,
                          float max_width, float max_height, float floor_px) {
  const auto fits = [&](const TextStyle& tried) {
    const LineSpans spans =
        impl_->cache().paragraph(utf8, language, tried).spans(max_width / tried.size_px, false);
    const auto lines = float(spans.lines.size());
    return spans.fits && lines * tried.line_height * tried.size_px <= max_height + 0.01F;
  };
  while (style.size_px > floor_px && !fits(style)) {
    style.size_px = std::max(style.size_px - 1, floor_px);
  }
  return style;
}

float TextEngine::em_for_capital(float cap_px) const {
  return cap_px / impl_->fonts().capital_height();
}

void TextEngine::begin_frame() {
  impl_->begin_frame();
}

std::uint64_t TextEngine::missing_glyphs() const {
  return impl_->cache().missing_glyphs();
}

}  // namespace smilepost::kiosk
