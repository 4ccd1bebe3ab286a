// JSON with the place of every value in its text, so that one value can be changed while all the
// rest stays as its author wrote it: order, spaces, line breaks. The only file of authoring that
// knows the JSON library.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.h"

namespace smilepost::kiosk {

struct Span {
  std::size_t begin = 0, end = 0;  // bytes; end is the first one behind
};

struct JsonValue {
  enum class Kind : std::uint8_t { object, list, text, other };

  Kind kind = Kind::other;
  std::string key;  // of a member, else empty
  Span key_span;    // with its quotes
  Span span;        // with its quotes or brackets
  std::string text;
  std::vector<JsonValue> items;  // of a list; of an object its members, in the order of the text

  const JsonValue* find(std::string_view key) const;  // a member; null: there is none
  // Where it begins, its key with it.
  std::size_t begin() const { return key_span.end > 0 ? key_span.begin : span.begin; }
};

// Values nested deeper than a hundred are an Error.
Result<JsonValue> parse_json(std::string_view json, const std::string& file);

// As it stands in JSON, with its quotes. The text is UTF-8.
std::string json_quoted(const std::string& text);

}  // namespace smilepost::kiosk
