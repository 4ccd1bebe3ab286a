#include "kiosk/text/font_set.h"

#include <ft2build.h>
#include <hb.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <string>
#include <utility>

namespace smilepost::kiosk {

namespace {

constexpr std::string_view regular_end = "-Regular";
constexpr std::string_view first_family = "NotoSans";
constexpr std::array<std::string_view, 5> han_families = {"", "NotoSansJP", "NotoSansKR",
                                                          "NotoSansSC", "NotoSansTC"};

struct Font {
  std::filesystem::path file;
  hb_font_t* shape = nullptr;
  FT_Face face = nullptr;
  float units_per_em = 1000;
};

struct Family {
  std::string name, extension;
};

std::vector<Family> families_in(const std::filesystem::path& folder) {
  std::vector<Family> families;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().stem().string();
    const std::string extension = entry.path().extension().string();
    if (name.ends_with(regular_end) && (extension == ".ttf" || extension == ".otf")) {
      families.push_back({name.substr(0, name.size() - regular_end.size()), extension});
    }
  }
  std::sort(families.begin(), families.end(), [](const Family& a, const Family& b) {
    return std::pair(a.name != first_family, a.name) < std::pair(b.name != first_family, b.name);
  });
  return families;
}

}  // namespace

class FontSet::Impl {
 public:
  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    for (const Font& font : fonts) {
      if (font.shape != nullptr) hb_font_destroy(font.shape);
      if (font.face != nullptr) FT_Done_Face(font.face);
    }
    if (library != nullptr) FT_Done_FreeType(library);
  }

  bool add(const std::filesystem::path& file) {
    Font& font = fonts.emplace_back();
    font.file = file;
    if (FT_New_Face(library, file.c_str(), 0, &font.face) != 0) return false;
    hb_blob_t* blob = hb_blob_create_from_file_or_fail(file.c_str());
    if (blob == nullptr) return false;
    hb_face_t* face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    font.units_per_em = float(hb_face_get_upem(face));
    font.shape = hb_font_create(face);
    const bool readable = hb_face_get_glyph_count(face) > 0;
    hb_face_destroy(face);
    return readable;
  }

  FT_Library library = nullptr;
  std::vector<Font> fonts;
  std::vector<FontIndex> regular, bold;                             // in order of preference
  std::array<std::optional<std::size_t>, han_families.size()> han;  // places in these
  float ascent = 1, descent = 0, capital = 0.7F;
};

FontSet::FontSet(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FontSet::~FontSet() = default;

Result<std::unique_ptr<FontSet>> FontSet::open(const std::filesystem::path& folder) {
  const auto families = families_in(folder);
  if (families.empty() || families.front().name != first_family) {
    return Error{"no font NotoSans-Regular.ttf in " + folder.string() +
                 ": build the target smilepost_fonts or name the folder that holds the fonts"};
  }
  auto impl = std::make_unique<Impl>();
  if (FT_Init_FreeType(&impl->library) != 0) return Error{"cannot start FreeType: reinstall it"};
  const auto add = [&](const std::filesystem::path& file) -> Status {
    if (impl->add(file)) return Done{};
    return Error{"cannot read the font " + file.string() + ": build smilepost_fonts again"};
  };
  for (const Family& family : families) {
    const auto file = [&](const std::string& weight) {
      return folder / (family.name + "-" + weight + family.extension);
    };
    if (auto added = add(file("Regular")); !added) return added.error();
    for (std::size_t i = 1; i < han_families.size(); ++i) {
      if (family.name == han_families[i]) impl->han[i] = impl->regular.size();
    }
    impl->regular.push_back(FontIndex(impl->fonts.size() - 1));
    if (std::filesystem::exists(file("Bold"))) {
      if (auto added = add(file("Bold")); !added) return added.error();
    }
    impl->bold.push_back(FontIndex(impl->fonts.size() - 1));  // or the regular one
  }
  hb_font_t* primary = impl->fonts.front().shape;
  const float em = impl->fonts.front().units_per_em;
  hb_font_extents_t extents{};
  hb_font_get_h_extents(primary, &extents);
  impl->ascent = float(extents.ascender) / em;
  impl->descent = float(-extents.descender) / em;
  hb_codepoint_t glyph = 0;
  hb_glyph_extents_t capital{};
  if (hb_font_get_nominal_glyph(primary, 'H', &glyph) != 0 &&
      hb_font_get_glyph_extents(primary, glyph, &capital) != 0) {
    impl->capital = float(capital.y_bearing) / em;
  }
  return std::unique_ptr<FontSet>(new FontSet(std::move(impl)));
}

std::optional<FontIndex> FontSet::covering(char32_t character, Weight weight, Han han) const {
  const auto& order = weight == Weight::bold ? impl_->bold : impl_->regular;
  const auto own = impl_->han[std::size_t(han)];
  if (own && covers(order[*own], character)) return order[*own];
  const auto found = std::find_if(order.begin(), order.end(),
                                  [&](FontIndex font) { return covers(font, character); });
  if (found == order.end()) return {};
  return *found;
}

bool FontSet::covers(FontIndex font, char32_t character) const {
  hb_codepoint_t glyph = 0;
  return hb_font_get_nominal_glyph(impl_->fonts[font].shape, character, &glyph) != 0;
}

FontIndex FontSet::primary(Weight weight) const {
  return weight == Weight::bold ? impl_->bold.front() : impl_->regular.front();
}

const std::filesystem::path& FontSet::file(FontIndex font) const {
  return impl_->fonts[font].file;
}

hb_font_t* FontSet::shape_font(FontIndex font) const {
  return impl_->fonts[font].shape;
}
float FontSet::units_per_em(FontIndex font) const {
  return impl_->fonts[font].units_per_em;
}
float FontSet::ascent() const {
  return impl_->ascent;
}
float FontSet::descent() const {
  return impl_->descent;
}
float FontSet::capital_height() const {
  return impl_->capital;
}

GlyphMask FontSet::rasterise(FontIndex font, std::uint32_t glyph, float size_px,
                             float shift_px) const {
  FT_Face face = impl_->fonts[font].face;
  const auto size = FT_F26Dot6(std::lround(size_px * 64));
  if (FT_Set_Char_Size(face, 0, size, 72, 72) != 0) return {};
  if (FT_Load_Glyph(face, glyph, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0) return {};
  FT_GlyphSlot slot = face->glyph;
  if (slot->format != FT_GLYPH_FORMAT_OUTLINE) return {};
  FT_Outline_Translate(&slot->outline, FT_Pos(std::lround(shift_px * 64)), 0);
  if (FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) != 0) return {};
  const FT_Bitmap& bitmap = slot->bitmap;
  GlyphMask mask{int(bitmap.width), int(bitmap.rows), slot->bitmap_left, slot->bitmap_top, {}};
  mask.coverage.reserve(std::size_t(mask.width) * std::size_t(mask.height));
  for (int row = 0; row < mask.height; ++row) {
    const auto* begin = bitmap.buffer + std::ptrdiff_t(row) * bitmap.pitch;
    mask.coverage.insert(mask.coverage.end(), begin, begin + mask.width);
  }
  return mask;
}

}  // namespace smilepost::kiosk
