#include "kiosk/authoring/po_file.h"

namespace smilepost::kiosk {
namespace {

std::string quoted(std::string_view text) {
  constexpr std::string_view meant = "\n\t\r\"\\\a\b\f\v", names = R"(ntr"\abfv)";
  std::string out = "\"";
  for (const char c : text) {
    const auto at = meant.find(c);
    if (at == std::string_view::npos)
      out += c;
    else
      out.append("\\").append(1, names[at]);
  }
  return out + '"';
}

// A text of several lines as gettext writes it: an empty string, then a line each.
std::string folded(std::string_view text) {
  if (text.find('\n') >= text.size() - (text.empty() ? 0 : 1)) return quoted(text);
  std::string out = "\"\"";
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    out.append("\n").append(quoted(text.substr(0, end)));
    text.remove_prefix(end);
  }
  return out;
}

std::string joined(const std::vector<std::string>& flags) {
  std::string out;
  for (const auto& flag : flags) out.append(out.empty() ? "" : ", ").append(flag);
  return out;
}

}  // namespace

std::string write_po(const std::vector<PoEntry>& entries) {
  std::string out;
  for (const auto& entry : entries) {
    if (!out.empty()) out += '\n';
    for (const auto& comment : entry.comments) out.append("#. ").append(comment).append("\n");
    if (!entry.flags.empty()) out.append("#, ").append(joined(entry.flags)).append("\n");
    if (entry.context) out.append("msgctxt ").append(folded(*entry.context)).append("\n");
    out.append("msgid ").append(folded(entry.id)).append("\n");
    out.append("msgstr ").append(folded(entry.text)).append("\n");
  }
  return out;
}

}  // namespace smilepost::kiosk
