// The place is the entry's context, so that two texts that are the same in one language need not be
// so in another.
#include <algorithm>
#include <utility>

#include "kiosk/authoring/po_file.h"
#include "kiosk/authoring/text_kind.h"
#include "kiosk/authoring/translation.h"
#include "kiosk/survey/json_place.h"
#include "kiosk/survey/survey_set_rules.h"

namespace smilepost::kiosk {
namespace {

constexpr const char* id_field = "X-Smilepost-Survey-Set";

PoEntry header_of(const SurveyDocument& document, const std::string& language) {
  PoEntry header;
  header.text = "Project-Id-Version: " + document.id() + " " + std::to_string(document.version()) +
                "\n"
                "PO-Revision-Date: \n"
                "Last-Translator: \n"
                "Language-Team: \n"
                "Language: " +
                language +
                "\n"
                "MIME-Version: 1.0\n"
                "Content-Type: text/plain; charset=UTF-8\n"
                "Content-Transfer-Encoding: 8bit\n" +
                id_field + ": " + document.id() + "\n";
  return header;
}

// Weblate counts by "max-length"; other tools show the comment.
PoEntry entry_of(const SurveyText& text, const std::string& source, const std::string& language) {
  PoEntry entry;
  const auto kind = kind_of(text.place);
  if (!kind.what.empty()) {
    const auto longest = std::to_string(kind.longest);
    entry.comments = {std::string(kind.what) + ". At most " + longest + " characters."};
    entry.flags = {"max-length:" + longest};
  }
  entry.context = text.place;
  entry.id = text_in(text.in, source);
  entry.text = text_in(text.in, language);
  return entry;
}

// gettext's own way is pt_BR.
std::string as_tag(std::string language) {
  std::replace(language.begin(), language.end(), '_', '-');
  return language;
}

std::string primary(const std::string& tag) {
  return tag.substr(0, tag.find('-'));
}

// zh_CN in the header of what is to be zh-Hans is the same language by another name.
Result<std::string> language_of(const std::string& header, const std::string& file,
                                const std::optional<std::string>& asked) {
  const auto named = as_tag(header_field(header, "Language").value_or(""));
  if (asked && (named.empty() || primary(named) == primary(*asked))) return *asked;
  if (asked)
    return Error{file + ": says that it is in " + quotable(named) + ", not in " + *asked +
                 "; name its language, or correct its header"};
  if (rules::is_language_tag(named)) return named;
  return Error{file + ": says no language that is known; name it with --language"};
}

Status made_for(const std::string& header, const std::string& file,
                const SurveyDocument& document) {
  const auto id = header_field(header, id_field);
  if (!id || *id == document.id()) return Done{};
  return Error{file + ": is of the survey set \"" + quotable(*id) + "\", not of \"" +
               document.id() + "\"; name the file that belongs to it"};
}

}  // namespace

std::string po_of(const SurveyDocument& document, const std::optional<std::string>& language) {
  std::vector<PoEntry> entries = {header_of(document, language.value_or(""))};
  for (const auto& text : document.texts())
    entries.push_back(entry_of(text, document.source(), language.value_or("")));
  return write_po(entries);
}

Result<Translation> translation_in_po(std::string_view bytes, const std::string& file,
                                      const SurveyDocument& document,
                                      const std::optional<std::string>& language) {
  auto entries = parse_po(bytes, file);
  if (!entries) return entries.error();
  std::string header;
  if (!entries->empty() && entries->front().is_header()) header = entries->front().text;
  if (auto good = made_for(header, file, document); !good) return good.error();
  const auto tag = language_of(header, file, language);
  if (!tag) return tag.error();
  if (*tag == document.source())
    return Error{file + ": is in " + *tag +
                 ", which others are translated from; change its texts in the set or in a table"};
  Translation translation{{*tag}, {}};
  for (auto& entry : *entries) {
    if (entry.is_header()) continue;
    translation.texts.push_back({entry.context.value_or(""),
                                 std::move(entry.id),
                                 {{*tag, std::move(entry.text)}},
                                 entry.is_fuzzy(),
                                 entry.line});
  }
  return translation;
}

}  // namespace smilepost::kiosk
