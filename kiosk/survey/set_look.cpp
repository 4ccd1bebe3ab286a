#include "kiosk/survey/set_look.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string_view>

#include <nlohmann/json.hpp>

#include "kiosk/survey/json_reader.h"
#include "kiosk/survey/survey_set_rules.h"

namespace smilepost::kiosk {
namespace {

// Never more than it is: what misses the least must not seem to reach it.
std::string one_decimal(double number) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.1f", std::floor(number * 10) / 10);
  return text.data();
}

// "hofmarkt-2.svg"
bool is_picture_name(std::string_view text) {
  constexpr std::string_view end = ".svg";
  return text.ends_with(end) && rules::is_id(text.substr(0, text.size() - end.size()));
}

// What editors put before the markup.
std::string without_preamble(std::string_view text) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (text.starts_with(mark)) text.remove_prefix(mark.size());
  return std::string(text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size())));
}

SetPicture read_picture(JsonReader& reader, const JsonNode& node, const ReadPicture& read) {
  if (!node.json->is_string()) {
    reader.refuse(node.place, "is no picture; name an SVG file that lies beside the set");
    return {};
  }
  auto svg = node.json->get<std::string>();
  if (!svg.starts_with('<')) {
    const auto found = is_picture_name(svg) ? read(svg) : std::nullopt;
    if (!found) {
      reader.refuse(node.place,
                    "names no picture; put an SVG file with a name like \"logo.svg\" beside the "
                    "set");
      return {};
    }
    svg = without_preamble(*found);
    if (!svg.starts_with('<') || !is_utf8(svg)) {
      reader.refuse(node.place, "names a file that is no SVG in UTF-8; save it as a plain SVG");
      return {};
    }
  }
  if (svg.size() > rules::largest_picture) {
    reader.refuse(node.place, "is larger than 32 KiB; let a drawing program simplify it");
    return {};
  }
  return set_picture(std::move(svg));
}

Rgb read_colour(JsonReader& reader, const JsonNode& node, Rgb otherwise) {
  const auto colour = node.json->is_string() ? rgb_of(node.json->get<std::string>()) : std::nullopt;
  if (!colour) reader.refuse(node.place, "is no colour; write it like \"#0B57D0\"");
  return colour.value_or(otherwise);
}

Palette read_palette(JsonReader& reader, const JsonNode& node, Palette palette) {
  reader.expect_object(node, {}, {"background", "ink", "muted", "edge", "accent", "faces"});
  const auto own = [&](const char* name, Rgb& colour) {
    if (JsonReader::has(node, name)) {
      colour = read_colour(reader, JsonReader::at(node, name), colour);
    }
  };
  own("background", palette.background);
  own("ink", palette.ink);
  own("muted", palette.muted);
  own("edge", palette.edge);
  own("accent", palette.accent);
  if (JsonReader::has(node, "faces")) {
    const auto faces = reader.array(JsonReader::at(node, "faces"), rules::smileys, rules::smileys);
    for (std::size_t i = 0; i < faces.size(); ++i) {
      palette.faces[i] = read_colour(reader, faces[i], palette.faces[i]);
    }
  }
  if (const auto faint = first_faint(palette)) {
    reader.refuse(node.place + "/" + faint->colour,
                  "has a contrast of " + one_decimal(faint->contrast) + " to 1; choose one with " +
                      one_decimal(faint->least) + " at least");
  }
  return palette;
}

}  // namespace

std::uint64_t hash_of(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

SetPicture set_picture(std::string svg) {
  const auto hash = hash_of(svg);
  return {std::move(svg), hash};
}

SetLook read_look(JsonReader& reader, const JsonNode& node, const ReadPicture& read) {
  SetLook look;
  reader.expect_object(node, {}, {"theme", "colours", "logo", "smileys", "breath"});
  if (JsonReader::has(node, "theme")) {
    const auto theme = JsonReader::at(node, "theme");
    look.theme = reader.string(theme, rules::longest_id);
    if (!is_theme(look.theme)) {
      reader.refuse(theme.place, "is no theme; write light, dark or high-contrast");
    }
  }
  if (JsonReader::has(node, "colours")) {
    const auto colours = JsonReader::at(node, "colours");
    if (look.theme.empty()) {
      reader.refuse(colours.place, "change a theme; say beside it which, at \"theme\"");
    }
    look.palette = read_palette(reader, colours, palette_of(look.theme));
  }
  if (JsonReader::has(node, "logo")) {
    look.logo = read_picture(reader, JsonReader::at(node, "logo"), read);
  }
  if (JsonReader::has(node, "smileys")) {
    for (const auto& item :
         reader.array(JsonReader::at(node, "smileys"), rules::smileys, rules::smileys)) {
      look.smileys.push_back(read_picture(reader, item, read));
    }
  }
  if (JsonReader::has(node, "breath")) {
    const auto breath = JsonReader::at(node, "breath");
    if (!breath.json->is_boolean())
      reader.refuse(breath.place, "is neither true nor false; write one of them");
    look.breathes = *breath.json == true;
  }
  return look;
}

}  // namespace smilepost::kiosk
