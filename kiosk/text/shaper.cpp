#include "kiosk/text/shaper.h"

#include <hb.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>

#include <array>
#include <memory>
#include <optional>

namespace smilepost::kiosk {

namespace {

struct DestroyBuffer {
  void operator()(hb_buffer_t* buffer) const { hb_buffer_destroy(buffer); }
};

bool is_real(hb_script_t script) {
  return script != HB_SCRIPT_COMMON && script != HB_SCRIPT_INHERITED && script != HB_SCRIPT_UNKNOWN;
}

bool is_invisible(UChar32 character) {
  return u_hasBinaryProperty(character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0 ||
         u_iscntrl(character) != 0;
}

bool sticks_to_base(UChar32 character) {
  return (U_GET_GC_MASK(character) & U_GC_M_MASK) != 0 || is_invisible(character);
}

// Letters that do not join may be set wider or tighter.
bool may_track(std::uint32_t script) {
  return script == HB_SCRIPT_LATIN || script == HB_SCRIPT_CYRILLIC || script == HB_SCRIPT_GREEK;
}

// Characters without a script of their own take the one before, at the beginning the one after.
hb_script_t leading_script(std::u16string_view text) {
  auto* functions = hb_unicode_funcs_get_default();
  for (std::size_t i = 0; i < text.size();) {
    UChar32 character = 0;
    U16_NEXT(text.data(), i, text.size(), character);
    const hb_script_t script = hb_unicode_script(functions, hb_codepoint_t(character));
    if (is_real(script)) return script;
  }
  return HB_SCRIPT_LATIN;
}

}  // namespace

// What belongs to no script stays in its neighbour's font, but for the punctuation of countries
// that have their own.
std::vector<Run> Shaper::runs(std::u16string_view text, Weight weight, std::string_view language,
                              int& missing) const {
  std::vector<Run> runs;
  const Han han = han_of(language);
  auto* functions = hb_unicode_funcs_get_default();
  hb_script_t script = leading_script(text);
  std::optional<FontIndex> font;
  for (std::size_t i = 0; i < text.size();) {
    const int begin = int(i);
    UChar32 character = 0;
    U16_NEXT(text.data(), i, text.size(), character);
    const hb_script_t own = hb_unicode_script(functions, hb_codepoint_t(character));
    if (is_real(own)) script = own;
    const auto point = char32_t(character);
    const bool neutral = !is_real(own) && han == Han::none;
    const bool stays =
        font && (sticks_to_base(character) || (neutral && fonts_.covers(*font, point)));
    if (!stays) {
      const auto covering = fonts_.covering(point, weight, han);
      if (!covering && !is_invisible(character)) ++missing;
      font = covering ? *covering : font.value_or(fonts_.primary(weight));
    }
    if (runs.empty() || runs.back().font != *font || runs.back().script != script) {
      runs.push_back({begin, begin, *font, script});
    }
    runs.back().end = int(i);
  }
  return runs;
}

void Shaper::shape(std::u16string_view text, const Run& run, int begin, int end, bool right_to_left,
                   std::string_view language, float tracking, std::vector<ShapedGlyph>& out) const {
  const std::unique_ptr<hb_buffer_t, DestroyBuffer> buffer(hb_buffer_create());
  hb_buffer_add_utf16(buffer.get(), reinterpret_cast<const std::uint16_t*>(text.data()),
                      int(text.size()), unsigned(begin), end - begin);
  hb_buffer_set_direction(buffer.get(), right_to_left ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
  hb_buffer_set_script(buffer.get(), hb_script_t(run.script));
  hb_buffer_set_language(buffer.get(),
                         hb_language_from_string(language.data(), int(language.size())));
  // Letters set apart do not merge (as in CSS).
  const std::array<hb_feature_t, 2> apart = {{
      {HB_TAG('l', 'i', 'g', 'a'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
      {HB_TAG('c', 'l', 'i', 'g'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
  }};
  const float added = may_track(run.script) ? tracking : 0;
  hb_shape(fonts_.shape_font(run.font), buffer.get(), apart.data(),
           added != 0 ? unsigned(apart.size()) : 0);

  unsigned count = 0;
  const auto* infos = hb_buffer_get_glyph_infos(buffer.get(), &count);
  const auto* positions = hb_buffer_get_glyph_positions(buffer.get(), &count);
  const float em = fonts_.units_per_em(run.font);
  for (unsigned i = 0; i < count; ++i) {
    const bool ends_cluster = i + 1 == count || infos[i + 1].cluster != infos[i].cluster;
    out.push_back({run.font, infos[i].codepoint, int(infos[i].cluster),
                   float(positions[i].x_advance) / em + (ends_cluster ? added : 0),
                   float(positions[i].x_offset) / em, float(positions[i].y_offset) / em});
  }
}

}  // namespace smilepost::kiosk
