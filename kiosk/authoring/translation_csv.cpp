// A row a text: place, what, limit, and a column a language. Columns may stand in any order; what
// and limit are for the reader alone.
#include <algorithm>
#include <optional>
#include <utility>

#include "kiosk/authoring/csv_file.h"
#include "kiosk/authoring/text_kind.h"
#include "kiosk/authoring/translation.h"
#include "kiosk/survey/json_place.h"
#include "kiosk/survey/survey_set_rules.h"

namespace smilepost::kiosk {
namespace {

constexpr const char* place_column = "place";
constexpr const char* what_column = "what";
constexpr const char* limit_column = "limit";

CsvRow row_of(const SurveyText& text, const std::vector<std::string>& languages) {
  const auto kind = kind_of(text.place);
  CsvRow row{
      {text.place, std::string(kind.what), kind.longest == 0 ? "" : std::to_string(kind.longest)}};
  for (const auto& language : languages) row.cells.push_back(text_in(text.in, language));
  return row;
}

struct Columns {
  std::size_t place = 0;
  std::vector<std::pair<std::string, std::size_t>> languages;

  std::optional<std::size_t> find(const std::string& language) const {
    for (const auto& [tag, column] : languages)
      if (tag == language) return column;
    return std::nullopt;
  }
};

Result<Columns> columns_of(const CsvRow& head, const std::string& file) {
  Columns columns;
  bool has_place = false;
  for (std::size_t i = 0; i < head.cells.size(); ++i) {
    const auto& name = head.cells[i];
    if (name == what_column || name == limit_column) continue;
    const bool is_place = name == place_column;
    if (!is_place && !rules::is_language_tag(name))
      return Error{file + ":1: \"" + quotable(name) +
                   "\" is no language; name each column by its tag, such as de or zh-Hant"};
    if (is_place ? has_place : columns.find(name).has_value())
      return Error{file + ":1: \"" + quotable(name) + "\" is two columns' name; remove one"};
    if (is_place) {
      has_place = true;
      columns.place = i;
    } else {
      columns.languages.emplace_back(name, i);
    }
  }
  if (has_place) return columns;
  return Error{file + ":1: has no column \"place\"; begin with what smilepost survey export wrote"};
}

TranslatedText text_of(CsvRow& row, const Columns& columns, const SurveyDocument& document,
                       const std::optional<std::string>& language) {
  TranslatedText text{std::move(row.cells[columns.place]), {}, {}, false, row.line};
  for (const auto& [tag, column] : columns.languages) {
    if (language && tag == document.source()) text.source = row.cells[column];
    if (!language || tag == *language) text.in.emplace(tag, std::move(row.cells[column]));
  }
  return text;
}

}  // namespace

std::string csv_of(const SurveyDocument& document, const std::optional<std::string>& another) {
  auto languages = document.languages();
  if (another && !document.has_language(*another)) languages.push_back(*another);
  CsvRow head{{place_column, what_column, limit_column}};
  head.cells.insert(head.cells.end(), languages.begin(), languages.end());
  std::vector<CsvRow> rows = {std::move(head)};
  for (const auto& text : document.texts()) rows.push_back(row_of(text, languages));
  return write_csv(rows);
}

Result<Translation> translation_in_csv(std::string_view bytes, const std::string& file,
                                       const SurveyDocument& document,
                                       const std::optional<std::string>& language) {
  auto rows = parse_csv(bytes, file);
  if (!rows) return rows.error();
  if (rows->empty()) return Error{file + ": is empty; name a table with texts"};
  const auto columns = columns_of(rows->front(), file);
  if (!columns) return columns.error();
  if (language && !columns->find(*language))
    return Error{file + ":1: has no column \"" + *language +
                 "\"; add it, or name another language"};
  Translation translation;
  for (const auto& [tag, column] : columns->languages)
    if (!language || tag == *language) translation.languages.push_back(tag);
  for (auto row = rows->begin() + 1; row != rows->end(); ++row) {
    if (row->cells.size() != rows->front().cells.size())
      return Error{file + ":" + std::to_string(row->line) + ": has " +
                   std::to_string(row->cells.size()) + " cells, but the first line has " +
                   std::to_string(rows->front().cells.size()) + "; look at its quotes and commas"};
    translation.texts.push_back(text_of(*row, *columns, document, language));
  }
  return translation;
}

}  // namespace smilepost::kiosk
