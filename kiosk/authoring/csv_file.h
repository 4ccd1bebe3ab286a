// Tables as spreadsheets read and write them: RFC 4180 in UTF-8, with the mark at the beginning by
// which Excel and LibreOffice know that.
//
// A spreadsheet takes a cell that begins with = + - @, a tab or a carriage return for a formula and
// runs it. Such a text gets an apostrophe in front when it is written and loses it when it is read,
// as does one that begins with apostrophes before such a character: so every text comes back as it
// was, and none is ever run.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.h"

namespace smilepost::kiosk {

struct CsvRow {
  std::vector<std::string> cells;
  std::size_t line = 1;  // where it begins

  friend bool operator==(const CsvRow& a, const CsvRow& b) { return a.cells == b.cells; }
};

std::string write_csv(const std::vector<CsvRow>& rows);

// What stands between the cells is what stands behind the first one: a comma, a semicolon or a tab,
// as spreadsheets write in some countries. Lines end as they like; empty ones count for nothing.
Result<std::vector<CsvRow>> parse_csv(std::string_view bytes, const std::string& file);

}  // namespace smilepost::kiosk
