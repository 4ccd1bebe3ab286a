#include "kiosk/text/atlas.h"

#include <algorithm>

namespace smilepost::kiosk {

Atlas::Atlas(const FontSet& fonts, int page_size) : fonts_(fonts), page_size_(page_size) {
  open_page();
}

std::size_t Atlas::Hash::operator()(const GlyphKey& key) const {
  const std::uint64_t where = std::uint64_t(key.glyph) << 32 | key.size_64;
  const std::uint64_t how = std::uint64_t(key.font) << 8 | key.shift_4;
  return std::hash<std::uint64_t>{}((where ^ (how << 40)) * 0x9E3779B97F4A7C15U ^ how);
}

void Atlas::open_page() {
  pages_.push_back({std::make_unique<platform::Texture>(
      page_size_, page_size_, platform::Texture::Format::alpha, nullptr)});
}

void Atlas::begin_frame() {
  if (pages_.size() <= allowed_pages_) {
    emptied_ = false;
    return;
  }
  if (emptied_) {
    allowed_pages_ = pages_.size();
    emptied_ = false;
    return;
  }
  slots_.clear();
  pages_.clear();
  open_page();
  emptied_ = true;
}

const GlyphSlot& Atlas::slot(const GlyphKey& key) {
  const auto known = slots_.find(key);
  if (known != slots_.end()) return known->second;
  const GlyphMask mask =
      fonts_.rasterise(key.font, key.glyph, float(key.size_64) / 64, float(key.shift_4) / 4);
  return slots_.emplace(key, place(mask)).first->second;
}

GlyphSlot Atlas::place(const GlyphMask& mask) {
  const int width = mask.width + 1, height = mask.height + 1;  // an empty texel between glyphs
  if (mask.coverage.empty() || width > page_size_ || height > page_size_) return {};
  if (!make_room(pages_.back(), width, height)) {
    open_page();
    make_room(pages_.back(), width, height);
  }
  Page& page = pages_.back();
  page.texture->update(page.x, page.y, mask.width, mask.height, mask.coverage.data());
  const auto scaled = [&](int texel) { return float(texel) / float(page_size_); };
  const GlyphSlot slot{page.texture->id(),
                       mask.width,
                       mask.height,
                       mask.left,
                       mask.top,
                       scaled(page.x),
                       scaled(page.y),
                       scaled(page.x + mask.width),
                       scaled(page.y + mask.height)};
  page.x += width;
  return slot;
}

// Moves the page's pen to where the rectangle fits; false: the page is full.
bool Atlas::make_room(Page& page, int width, int height) const {
  if (page.x + width > page_size_) {
    page.y += page.shelf;
    page.x = page.shelf = 0;
  }
  if (page.y + height > page_size_) return false;
  page.shelf = std::max(page.shelf, height);
  return true;
}

}  // namespace smilepost::kiosk
