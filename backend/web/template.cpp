#include "backend/web/template.h"

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <vector>

#include "backend/web/parts.h"

namespace smilepost::backend {
namespace {

using nlohmann::json;
using Scopes = std::vector<const json*>;

// Where a tag's name begins and the tag ends.
struct Tag {
  char kind = 0;  // '#', '^', '/', '>' or 0: a plain name
  std::string_view name;
  std::size_t begin = 0;
  std::size_t end = 0;
};

Tag next_tag(std::string_view html, std::size_t from) {
  const std::size_t begin = html.find("{{", from);
  if (begin == std::string_view::npos) return {};
  const std::size_t close = html.find("}}", begin);
  if (close == std::string_view::npos) std::abort();
  Tag tag{0, html.substr(begin + 2, close - begin - 2), begin, close + 2};
  if (!tag.name.empty() &&
      std::string_view("#^/>").find(tag.name.front()) != std::string_view::npos) {
    tag.kind = tag.name.front();
    tag.name.remove_prefix(1);
  }
  return tag;
}

// The tag that closes a section opened before `from`.
Tag closing_tag(std::string_view html, std::size_t from) {
  int depth = 1;
  for (Tag tag = next_tag(html, from); tag.end != 0; tag = next_tag(html, tag.end)) {
    if (tag.kind == '#' || tag.kind == '^') ++depth;
    if (tag.kind == '/' && --depth == 0) return tag;
  }
  std::abort();
}

const json& look_up(const Scopes& scopes, std::string_view name) {
  static const json nothing;
  for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope) {
    if (!(*scope)->is_object()) continue;
    const auto found = (*scope)->find(name);
    if (found != (*scope)->end()) return *found;
  }
  return nothing;
}

bool shows(const json& value) {
  if (value.is_null()) return false;
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_array()) return !value.empty();
  return true;
}

void render(std::string_view html, Scopes& scopes, std::string& out);

void render_within(std::string_view html, const json& scope, Scopes& scopes, std::string& out) {
  scopes.push_back(&scope);
  render(html, scopes, out);
  scopes.pop_back();
}

void render_section(std::string_view html, const json& value, Scopes& scopes, std::string& out) {
  if (!shows(value)) return;
  if (!value.is_array()) return render_within(html, value, scopes, out);
  for (const json& item : value) render_within(html, item, scopes, out);
}

void render(std::string_view html, Scopes& scopes, std::string& out) {
  std::size_t at = 0;
  for (Tag tag = next_tag(html, 0); tag.end != 0; tag = next_tag(html, at)) {
    out += html.substr(at, tag.begin - at);
    at = tag.end;
    if (tag.kind == '>') {
      render(shared_part(tag.name), scopes, out);
      continue;
    }
    const json& value = look_up(scopes, tag.name);
    if (tag.kind == 0) {
      out += escape_html(value.is_string() ? value.get_ref<const std::string&>()
                                           : (value.is_null() ? "" : value.dump()));
      continue;
    }
    const Tag close = closing_tag(html, at);
    if (close.name != tag.name) std::abort();
    const std::string_view inside = html.substr(at, close.begin - at);
    if (tag.kind == '#') render_section(inside, value, scopes, out);
    if (tag.kind == '^' && !shows(value)) render(inside, scopes, out);
    at = close.end;
  }
  out += html.substr(at);
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string fill(std::string_view html, const json& view) {
  Scopes scopes{&view};
  std::string out;
  render(html, scopes, out);
  return out;
}

}  // namespace smilepost::backend
