// Changes to the text of a JSON file that leave all the rest of it as it was written. What is added
// looks like what stands before it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/authoring/json_text.h"

namespace smilepost::kiosk {

class JsonEdit {
 public:
  // json, whose values the others are, outlives it.
  explicit JsonEdit(std::string_view json) : json_(json) {}

  void replace(const Span& span, std::string with);
  // Behind the last of an object or a list, which is not empty.
  void add_member(const JsonValue& object, const std::string& key, const std::string& text);
  void add_item(const JsonValue& list, const std::string& text);

  std::string done();

 private:
  struct Splice {
    Span span;
    std::string with;
  };
  std::string_view between(std::size_t begin, std::size_t end) const;
  std::string separator_in(const JsonValue& value) const;
  bool is_full(const JsonValue& list, std::size_t more) const;
  std::string added_behind(std::size_t end) const;

  std::string_view json_;
  std::vector<Splice> splices_;
};

}  // namespace smilepost::kiosk
