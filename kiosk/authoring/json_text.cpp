#include "kiosk/authoring/json_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace smilepost::kiosk {
namespace {

using Json = nlohmann::json;
using Kind = JsonValue::Kind;

constexpr std::size_t deepest = 100;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Takes what the library reads, value by value, and looks up where in the text it stood: the
// library has judged it, so that between two values there is nothing but spaces, commas and colons.
class Layout : public nlohmann::json_sax<Json> {
 public:
  explicit Layout(std::string_view json)
      : json_(json), at_(json.starts_with(byte_order_mark) ? byte_order_mark.size() : 0) {}

  const std::string& fault() const { return fault_; }
  JsonValue take_root() { return std::move(root_); }

  bool null() override { return other(); }
  bool boolean(bool) override { return other(); }
  bool number_integer(number_integer_t) override { return other(); }
  bool number_unsigned(number_unsigned_t) override { return other(); }
  bool number_float(number_float_t, const string_t&) override { return other(); }
  bool binary(binary_t&) override { return other(); }
  bool string(string_t& text) override {
    return close({Kind::text, {}, {}, quoted(), std::move(text), {}});
  }
  bool start_object(std::size_t) override { return open(Kind::object); }
  bool start_array(std::size_t) override { return open(Kind::list); }
  bool end_object() override { return end(); }
  bool end_array() override { return end(); }
  bool key(string_t& key) override {
    key_span_ = quoted();
    key_ = std::move(key);
    return true;
  }
  bool parse_error(std::size_t at, const std::string&,
                   const nlohmann::detail::exception&) override {
    fault_ = "is no JSON at byte " + std::to_string(at) + "; correct it there";
    return false;
  }

 private:
  std::size_t skip() {
    at_ = std::min(json_.find_first_not_of(" \t\r\n,:", at_), json_.size());
    return at_;
  }

  Span quoted() {
    const auto begin = skip();
    for (++at_; json_[at_] != '"'; ++at_) at_ += json_[at_] == '\\' ? 1 : 0;
    return {begin, ++at_};
  }

  bool other() {
    const auto begin = skip();
    at_ = std::min(json_.find_first_of(" \t\r\n,]}", begin), json_.size());
    return close({Kind::other, {}, {}, {begin, at_}, {}, {}});
  }

  bool open(Kind kind) {
    if (open_.size() == deepest) {
      fault_ = "is nested too deeply; a survey set is not";
      return false;
    }
    const auto begin = skip();
    ++at_;
    open_.push_back(
        {kind, std::exchange(key_, {}), std::exchange(key_span_, {}), {begin, 0}, {}, {}});
    return true;
  }

  bool end() {
    skip();
    auto value = std::move(open_.back());
    open_.pop_back();
    value.span.end = ++at_;
    place(std::move(value));
    return true;
  }

  bool close(JsonValue value) {
    value.key = std::exchange(key_, {});
    value.key_span = std::exchange(key_span_, {});
    place(std::move(value));
    return true;
  }

  void place(JsonValue value) {
    if (open_.empty())
      root_ = std::move(value);
    else
      open_.back().items.push_back(std::move(value));
  }

  std::string_view json_;
  std::size_t at_;  // behind what was read
  std::string key_;
  Span key_span_;
  std::vector<JsonValue> open_;
  JsonValue root_;
  std::string fault_;
};

}  // namespace

const JsonValue* JsonValue::find(std::string_view wanted) const {
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const JsonValue& item) { return item.key == wanted; });
  return kind == Kind::object && found != items.end() ? &*found : nullptr;
}

Result<JsonValue> parse_json(std::string_view json, const std::string& file) {
  Layout layout(json);
  if (!Json::sax_parse(json, &layout)) return Error{file + ": " + layout.fault()};
  return layout.take_root();
}

std::string json_quoted(const std::string& text) {
  return Json(text).dump();
}

}  // namespace smilepost::kiosk
