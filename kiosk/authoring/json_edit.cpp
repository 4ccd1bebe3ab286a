#include "kiosk/authoring/json_edit.h"

#include <algorithm>
#include <utility>

namespace smilepost::kiosk {
namespace {

constexpr std::size_t longest_line = 100;  // columns, where a list is folded

bool has_line_break(std::string_view text) {
  return text.find('\n') != std::string_view::npos;
}

}  // namespace

std::string_view JsonEdit::between(std::size_t begin, std::size_t end) const {
  return json_.substr(begin, end - begin);
}

// ",\n    " or ", ", as the second one is set off from the first: a list may be folded later.
std::string JsonEdit::separator_in(const JsonValue& value) const {
  const auto& items = value.items;
  if (items.size() > 1) return std::string(between(items[0].span.end, items[1].begin()));
  const auto margin = between(value.span.begin + 1, items.front().begin());
  return "," + (margin.empty() ? " " : std::string(margin));
}

// What was added before, by the same hand.
std::string JsonEdit::added_behind(std::size_t end) const {
  std::string added;
  for (const auto& splice : splices_)
    if (splice.span.begin == end && splice.span.end == end) added += splice.with;
  return added;
}

bool JsonEdit::is_full(const JsonValue& list, std::size_t more) const {
  const auto end = list.items.back().span.end;
  const auto line = std::string(json_.substr(0, end)) + added_behind(end);
  return line.size() - (line.rfind('\n') + 1) + more > longest_line;
}

void JsonEdit::replace(const Span& span, std::string with) {
  splices_.push_back({span, std::move(with)});
}

void JsonEdit::add_member(const JsonValue& object, const std::string& key,
                          const std::string& text) {
  const auto& last = object.items.back();
  const auto colon = std::string(between(last.key_span.end, last.span.begin));
  replace({last.span.end, last.span.end},
          separator_in(object) + json_quoted(key) + colon + json_quoted(text));
}

void JsonEdit::add_item(const JsonValue& list, const std::string& text) {
  const auto end = list.items.back().span.end;
  const auto quoted = json_quoted(text);
  auto separator = separator_in(list);
  const auto margin = between(list.span.begin + 1, list.items.front().begin());
  constexpr std::size_t comma = 1;
  if (!has_line_break(separator) && has_line_break(margin) &&
      is_full(list, separator.size() + quoted.size() + comma))
    separator = "," + std::string(margin);
  replace({end, end}, separator + quoted);
}

std::string JsonEdit::done() {
  std::stable_sort(splices_.begin(), splices_.end(),
                   [](const Splice& a, const Splice& b) { return a.span.begin < b.span.begin; });
  std::string edited;
  std::size_t at = 0;
  for (const auto& splice : splices_) {
    edited.append(between(at, splice.span.begin)).append(splice.with);
    at = splice.span.end;
  }
  return edited.append(json_.substr(at));
}

}  // namespace smilepost::kiosk
