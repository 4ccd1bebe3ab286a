// The only files of this room that know the JSON library are this one, survey_set_parser.cpp and
// set_look.cpp.
#include "kiosk/survey/json_reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

#include "kiosk/survey/json_place.h"
#include "kiosk/survey/survey_set_rules.h"
#include "kiosk/survey/word_count.h"

namespace smilepost::kiosk {
namespace {

const nlohmann::json null_json;

std::string in_quotes(const std::string& text) {
  return '"' + quotable(text) + '"';
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  try {
    return !nlohmann::json(bytes).dump().empty();
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
}

void JsonReader::refuse(const std::string& place, const std::string& what_and_remedy) {
  if (error_) return;
  error_ = Error{file_ + ": " + (place.empty() ? "/" : place) + ": " + what_and_remedy};
}

JsonNode JsonReader::at(const JsonNode& node, const std::string& key) {
  const auto place = node.place + "/" + pointer_token(key);
  if (!has(node, key)) return {&null_json, place};
  return {&node.json->at(key), place};
}

bool JsonReader::has(const JsonNode& node, const std::string& key) {
  return node.json->is_object() && node.json->contains(key);
}

void JsonReader::expect_object(const JsonNode& node,
                               std::initializer_list<std::string_view> required,
                               std::initializer_list<std::string_view> optional) {
  if (!node.json->is_object()) return refuse(node.place, "is no object; write { … } here");
  for (const auto key : required) {
    if (!node.json->contains(key)) {
      refuse(node.place, "has no \"" + std::string(key) + "\"; add it");
    }
  }
  for (const auto& [key, value] : node.json->items()) {
    const auto known = [&key = key](const auto& keys) {
      return std::find(keys.begin(), keys.end(), key) != keys.end();
    };
    if (!known(required) && !known(optional)) {
      refuse(node.place + "/" + pointer_token(key),
             "is not known here; check its spelling or remove it");
    }
  }
}

std::vector<JsonNode> JsonReader::array(const JsonNode& node, std::size_t least, std::size_t most) {
  std::vector<JsonNode> items;
  if (!node.json->is_array()) {
    refuse(node.place, "is no list; write [ … ] here");
    return items;
  }
  const auto size = node.json->size();
  if (size < least || size > most) {
    refuse(node.place, "has " + std::to_string(size) + " entries; " + std::to_string(least) +
                           " to " + std::to_string(most) + " fit");
    return items;
  }
  for (std::size_t i = 0; i < size; ++i) {
    items.push_back({&(*node.json)[i], node.place + "/" + std::to_string(i)});
  }
  return items;
}

std::string JsonReader::string(const JsonNode& node, std::size_t longest) {
  if (!node.json->is_string()) {
    refuse(node.place, "is no text; write it in double quotes");
    return {};
  }
  auto text = node.json->get<std::string>();
  if (rules::has_control(text)) {
    refuse(node.place, "holds a line break or control character; write it as one plain line");
  }
  if (rules::is_blank(text)) refuse(node.place, "is blank; write a text");
  const auto length = count_code_points(text);
  if (length > longest) {
    refuse(node.place, "has " + std::to_string(length) + " characters; shorten it to " +
                           std::to_string(longest));
  }
  return text;
}

std::string JsonReader::id(const JsonNode& node) {
  auto id = string(node, rules::longest_id);
  if (!rules::is_id(id)) {
    refuse(node.place, "is no id; use small letters a-z, digits and single dashes");
  }
  return id;
}

// As JSON Schema has it, 4.0 is an integer.
std::uint64_t JsonReader::integer(const JsonNode& node, std::uint64_t least, std::uint64_t most) {
  const auto& json = *node.json;
  const bool whole =
      json.is_number_integer() ||
      (json.is_number_float() && std::trunc(json.get<double>()) == json.get<double>());
  const double value = whole ? json.get<double>() : -1;
  if (!whole || value < static_cast<double>(least) || value > static_cast<double>(most)) {
    refuse(node.place, "is no whole number from " + std::to_string(least) + " to " +
                           std::to_string(most) + "; write one");
    return least;
  }
  return static_cast<std::uint64_t>(value);
}

std::string JsonReader::language_tag(const JsonNode& node) {
  auto tag = string(node, rules::longest_id);
  if (!rules::is_language_tag(tag)) {
    refuse(node.place, "is no language tag; write one like \"de\", \"pt-BR\" or \"zh-Hant\"");
  }
  return tag;
}

Texts JsonReader::texts(const JsonNode& node, std::size_t longest) {
  Texts texts;
  if (!node.json->is_object()) {
    refuse(node.place, "is no object; write { \"en\": \"…\" } with every language of /languages");
    return texts;
  }
  for (const auto& language : languages_) {
    const auto text = at(node, language);
    if (!has(node, language)) {
      refuse(text.place, "is missing; add it, or take \"" + language + "\" out of /languages");
      return texts;
    }
    texts[language] = string(text, longest);
  }
  for (const auto& [language, value] : node.json->items()) {
    if (texts.count(language) == 0) {
      refuse(node.place + "/" + pointer_token(language),
             "is not in /languages; add the language there or remove the text");
    }
  }
  return texts;
}

std::vector<std::string> JsonReader::languages(const JsonNode& node) {
  std::vector<std::string> tags;
  for (const auto& item : array(node, 1, rules::most_languages)) {
    auto tag = language_tag(item);
    if (std::find(tags.begin(), tags.end(), tag) != tags.end()) {
      refuse(item.place, "names " + in_quotes(tag) + " a second time; remove it");
    }
    tags.push_back(std::move(tag));
  }
  languages_ = tags;
  return tags;
}

}  // namespace smilepost::kiosk
