#include "kiosk/authoring/contact_sheet.h"

#include <fmt/format.h>

namespace smilepost::kiosk {
namespace {

constexpr const char* style = R"(
  body { margin: 2rem; font: 1rem/1.5 system-ui, sans-serif; color: #1b1d21; background: #fff }
  nav a { margin-inline-end: 1rem }
  section { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1rem }
  figure { margin: 0 }
  img { width: 100%; border: 1px solid #858b94 }
  .fault { color: #852110 }
)";

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

std::string figure(const SheetPicture& picture) {
  const auto name = escaped(picture.name);
  const auto fault = picture.fault.empty()
                         ? std::string()
                         : fmt::format(" <span class=\"fault\">{}</span>", escaped(picture.fault));
  const auto file = escaped(picture.file);
  return fmt::format(
      "<figure><a href=\"{0}\"><img loading=\"lazy\" src=\"{0}\" alt=\"{1}\"></a>"
      "<figcaption>{1}{2}</figcaption></figure>\n",
      file, name, fault);
}

}  // namespace

std::string contact_sheet(const std::string& title, const std::vector<SheetLanguage>& languages) {
  std::string links, sections;
  for (const auto& language : languages) {
    const auto tag = escaped(language.tag), autonym = escaped(language.autonym);
    links += fmt::format("<a href=\"#{0}\" lang=\"{0}\">{1}</a>\n", tag, autonym);
    sections += fmt::format("<h2 id=\"{0}\"><bdi lang=\"{0}\">{1}</bdi> ({0})</h2>\n<section>\n",
                            tag, autonym);
    for (const auto& picture : language.pictures) sections += figure(picture);
    sections += "</section>\n";
  }
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{0}</title>\n"
      "<style>{1}</style>\n<h1>{0}</h1>\n<nav>\n{2}</nav>\n{3}</html>\n",
      escaped(title), style, links, sections);
}

}  // namespace smilepost::kiosk
