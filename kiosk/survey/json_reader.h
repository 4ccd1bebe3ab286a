// Reads values out of parsed JSON and says of what is wrong with them: what, where, what to do.
//
// Nothing here stops at the first fault: a missing node reads as null, and only the first refusal
// is kept, so the reading code has no error paths of its own.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kiosk/survey/survey_set.h"
#include "platform/result.h"

namespace smilepost::kiosk {

// Whether it may stand in JSON.
bool is_utf8(std::string_view bytes);

// A value and where it stands (a JSON pointer, RFC 6901). The JSON must outlive it.
struct JsonNode {
  const nlohmann::json* json;
  std::string place;
};

class JsonReader {
 public:
  explicit JsonReader(std::string file) : file_(std::move(file)) {}

  const std::optional<Error>& error() const { return error_; }
  // The first one counts.
  void refuse(const std::string& place, const std::string& what_and_remedy);

  static JsonNode at(const JsonNode& node, const std::string& key);
  static bool has(const JsonNode& node, const std::string& key);

  void expect_object(const JsonNode& node, std::initializer_list<std::string_view> required,
                     std::initializer_list<std::string_view> optional = {});
  std::vector<JsonNode> array(const JsonNode& node, std::size_t least, std::size_t most);
  // One plain line that says something, of so many characters (code points) at most.
  std::string string(const JsonNode& node, std::size_t longest);
  std::string id(const JsonNode& node);
  std::uint64_t integer(const JsonNode& node, std::uint64_t least, std::uint64_t most);
  // A list of tags, each once; texts() asks for each of them from then on.
  std::vector<std::string> languages(const JsonNode& node);
  Texts texts(const JsonNode& node, std::size_t longest);

 private:
  std::string language_tag(const JsonNode& node);

  std::string file_;
  std::vector<std::string> languages_;
  std::optional<Error> error_;
};

}  // namespace smilepost::kiosk
