#include "kiosk/authoring/csv_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <rapidcheck/gtest.h>

namespace smilepost::kiosk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Cells = std::vector<std::string>;

const std::string mark = "\xEF\xBB\xBF";

std::vector<Cells> read(const std::string& bytes) {
  const auto rows = parse_csv(bytes, "t.csv");
  EXPECT_TRUE(rows) << rows.error().message;
  std::vector<Cells> cells;
  if (rows)
    for (const auto& row : *rows) cells.push_back(row.cells);
  return cells;
}

std::string refusal(const std::string& bytes) {
  const auto rows = parse_csv(bytes, "t.csv");
  return rows ? "accepted" : rows.error().message;
}

TEST(CsvFile, IsWrittenAsRfc4180AndSpreadsheetsHaveIt) {
  EXPECT_EQ(write_csv({{{"place", "en"}}, {{"a", "1, \"2\"\n3"}}}),
            mark + "place,en\r\na,\"1, \"\"2\"\"\n3\"\r\n");
}

TEST(CsvFile, ReadsWhatSpreadsheetsOfSeveralCountriesWrite) {
  const std::vector<Cells> table = {{"place", "en"}, {"a", "b; c"}};
  EXPECT_EQ(read("place,en\r\na,b; c\r\n"), table);
  EXPECT_EQ(read(mark + "place;en\na;\"b; c\"\n"), table);
  EXPECT_EQ(read("place\ten\ra\tb; c"), table);
  EXPECT_EQ(read("\"pl;ce\",en\n"), (std::vector<Cells>{{"pl;ce", "en"}}));
}

TEST(CsvFile, EmptyLinesCountForNothingButEmptyCellsDo) {
  EXPECT_EQ(read("a,b\r\n\r\n,\r\n\"\"\r\n"), (std::vector<Cells>{{"a", "b"}, {"", ""}, {""}}));
  EXPECT_TRUE(read("").empty());
}

TEST(CsvFile, KnowsTheLineOfEachRow) {
  const auto rows = parse_csv("a,b\r\n\"1\n2\",x\r\nc,d\r\n", "t.csv");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_EQ((*rows)[1].line, 2U);
  EXPECT_EQ((*rows)[2].line, 4U);
}

TEST(CsvFile, NoSpreadsheetTakesATextForAFormula) {
  for (const char* text : {"=1+1", "+49 30", "-10 %", "@you", "\tx", "\rx", "'=1", "''=1"}) {
    const auto bytes = write_csv({{{text, "x"}}});
    const auto cell =
        bytes[mark.size()] == '"' ? bytes.substr(mark.size() + 1) : bytes.substr(mark.size());
    EXPECT_EQ(cell.front(), '\'') << text;
    EXPECT_EQ(read(bytes), (std::vector<Cells>{{text, "x"}}));
  }
}

TEST(CsvFile, AnApostropheThatGuardsNothingStays) {
  EXPECT_EQ(write_csv({{{"'s avonds", "l'heure"}}}), mark + "'s avonds,l'heure\r\n");
  EXPECT_EQ(read("'s avonds,'\r\n"), (std::vector<Cells>{{"'s avonds", "'"}}));
}

TEST(CsvFile, WhatIsNoTableIsRefusedWithItsLine) {
  EXPECT_THAT(refusal("a,b\n\"c,d\n"), HasSubstr("t.csv:2: has a quote that is not closed"));
  EXPECT_THAT(refusal("a,b\n\"c\"d,e\n"), HasSubstr("t.csv:2: has text behind a closing quote"));
  EXPECT_THAT(refusal("a,b\nc\"d,e\n"), HasSubstr("t.csv:2: has a quote within"));
  EXPECT_THAT(refusal("a,\xFF\n"), HasSubstr("t.csv: is not UTF-8"));
}

// Of the characters that mean something, more often than chance would have it.
rc::Gen<std::string> any_text() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                          "\"", ",", ";", "\t", "\r", "\n", "\r\n", "'", "=", "+", "-", "@", " ",
                          "a", "ß", "再", "\xEF\xBB\xBF", "\xE2\x80\x8B", "\x01")),
                      [](const std::vector<std::string>& parts) {
                        std::string text;
                        for (const auto& part : parts) text += part;
                        return text;
                      });
}

RC_GTEST_PROP(CsvFile, AnyTableComesBackAsItWas, ()) {
  const auto width = *rc::gen::inRange<std::size_t>(1, 5);
  const auto rows =
      *rc::gen::container<std::vector<Cells>>(rc::gen::container<Cells>(width, any_text()));
  std::vector<CsvRow> table;
  for (const auto& cells : rows) table.push_back({cells});
  const auto again = parse_csv(write_csv(table), "t.csv");
  RC_ASSERT(bool(again));
  RC_ASSERT(*again == table);
}

}  // namespace
}  // namespace smilepost::kiosk
