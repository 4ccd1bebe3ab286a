// How a survey set wants to look: a theme, a shop's own colours, its logo, its own smileys.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/survey/palette.h"

namespace smilepost::kiosk {

// The text of an SVG file. Whether it can be drawn and seen, the display finds out (fitting.h).
struct SetPicture {
  std::string svg;
  std::uint64_t hash = 0;  // tells pictures apart, proves nothing

  bool empty() const { return svg.empty(); }
  friend bool operator==(const SetPicture&, const SetPicture&) = default;
};
SetPicture set_picture(std::string svg);
std::uint64_t hash_of(std::string_view bytes);  // FNV-1a, 64 bit

struct SetLook {
  std::string theme;                // one of theme_names; empty: the kiosk's
  std::optional<Palette> palette;   // instead of the theme's
  SetPicture logo;                  // in the brand's place; empty: none
  std::vector<SetPicture> smileys;  // five, the worst first; none: ours in the palette's colours
  bool breathes = false;            // the faces move a little while nobody is there

  // Null: it has none of its own.
  const SetPicture* smiley(int number) const {
    return smileys.empty() ? nullptr : &smileys[static_cast<std::size_t>(number - 1)];
  }
  friend bool operator==(const SetLook&, const SetLook&) = default;
};

// Reads a picture that a set names; nothing: it is not there. A name has no folder in it.
using ReadPicture = std::function<std::optional<std::string>(const std::string& name)>;

class JsonReader;
struct JsonNode;
// What is wrong is refused by the reader.
SetLook read_look(JsonReader& reader, const JsonNode& node, const ReadPicture& read);

}  // namespace smilepost::kiosk
