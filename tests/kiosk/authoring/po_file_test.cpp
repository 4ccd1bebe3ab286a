#include "kiosk/authoring/po_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <rapidcheck/gtest.h>

namespace smilepost::kiosk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<PoEntry> read(const std::string& bytes) {
  auto entries = parse_po(bytes, "de.po");
  EXPECT_TRUE(entries) << entries.error().message;
  return entries ? *std::move(entries) : std::vector<PoEntry>{};
}

std::string refusal(const std::string& bytes) {
  const auto entries = parse_po(bytes, "de.po");
  return entries ? "accepted" : entries.error().message;
}

TEST(PoFile, ReadsWhatTranslatorsToolsWrite) {
  const auto entries = read(
      "# A remark.\r\n"
      "msgid \"\"\r\n"
      "msgstr \"\"\r\n"
      "\"Language: de\\n\"\r\n"
      "\r\n"
      "#. A question.\n"
      "#: set.json:3\n"
      "#, fuzzy, max-length:80\n"
      "#| msgid \"How was it?\"\n"
      "msgctxt \"questions/\"\n"
      "\"visit/text\"\n"
      "msgid \"Say \\\"yes\\\"\"\n"
      "msgstr   \"Sagen Sie „ja“\\\\\"\n"
      "#~ msgid \"Old\"\n"
      "#~ msgstr \"Alt\"\n"
      "msgid \"Next\"\n"
      "msgstr \"\"");
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_TRUE(entries[0].is_header());
  EXPECT_EQ(header_field(entries[0].text, "Language"), "de");
  EXPECT_EQ(header_field(entries[0].text, "Lang"), std::nullopt);
  EXPECT_EQ(entries[1].context, "questions/visit/text");
  EXPECT_EQ(entries[1].id, "Say \"yes\"");
  EXPECT_EQ(entries[1].text, "Sagen Sie „ja“\\");
  EXPECT_THAT(entries[1].comments, ElementsAre("A question."));
  EXPECT_THAT(entries[1].flags, ElementsAre("fuzzy", "max-length:80"));
  EXPECT_TRUE(entries[1].is_fuzzy());
  EXPECT_EQ(entries[1].line, 10U);
  EXPECT_EQ(entries[2].text, "");
  EXPECT_FALSE(entries[2].is_fuzzy());
}

TEST(PoFile, IsWrittenAsGettextDoes) {
  PoEntry header;
  header.text = "Language: de\nMIME-Version: 1.0\n";
  PoEntry entry{{"A question."}, {"max-length:80"}, "a/text", "One\n", "Zwei \"x\""};
  EXPECT_EQ(write_po({header, entry}),
            "msgid \"\"\nmsgstr \"\"\n\"Language: de\\n\"\n\"MIME-Version: 1.0\\n\"\n\n"
            "#. A question.\n#, max-length:80\nmsgctxt \"a/text\"\nmsgid \"One\\n\"\n"
            "msgstr \"Zwei \\\"x\\\"\"\n");
}

TEST(PoFile, WhatIsNoPoFileIsRefusedWithItsLine) {
  EXPECT_THAT(refusal("msgid \"a\"\n\nmsgid \"b\"\nmsgstr \"\"\n"),
              HasSubstr("de.po:1: has no msgstr"));
  EXPECT_THAT(refusal("msgid \"a\"\n"), HasSubstr("de.po:1: has no msgstr"));
  EXPECT_THAT(refusal("msgctxt \"a\"\nmsgstr \"\"\n"), HasSubstr("de.po:2: has no msgid"));
  EXPECT_THAT(refusal("msgid \"a\"\nmsgstr \"b\"\nmsgstr \"c\"\n"), HasSubstr("de.po:3:"));
  EXPECT_THAT(refusal("\"a\"\n"), HasSubstr("de.po:1: is a text without a msgid"));
  EXPECT_THAT(refusal("msgid \"a\nmsgstr \"\"\n"), HasSubstr("de.po:1: is no \"…\""));
  EXPECT_THAT(refusal("msgid \"a\"b\"\nmsgstr \"\"\n"), HasSubstr("de.po:1: is no \"…\""));
  EXPECT_THAT(refusal("msgid \"a\\\"\nmsgstr \"\"\n"), HasSubstr("de.po:1: is no \"…\""));
  EXPECT_THAT(refusal("msgid \"\\q\"\nmsgstr \"\"\n"), HasSubstr("de.po:1: is no \"…\""));
  EXPECT_THAT(refusal("<html>\n"), HasSubstr("de.po:1: begins with no word of a PO file"));
  EXPECT_THAT(refusal("msgid \"a\"\nmsgid_plural \"b\"\n"), HasSubstr("de.po:2: has plural forms"));
  EXPECT_THAT(refusal("msgid \"\xE4\"\nmsgstr \"\"\n"), HasSubstr("de.po: is not UTF-8"));
}

rc::Gen<std::string> any_text() {
  return rc::gen::map(
      rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
          "\"", "\\", "\n", "\t", "\r", " ", "#", "n", "msgid", "ß", "再", "\xE2\x80\xA8")),
      [](const std::vector<std::string>& parts) {
        std::string text;
        for (const auto& part : parts) text += part;
        return text;
      });
}

RC_GTEST_PROP(PoFile, AnyEntriesComeBackAsTheyWere, ()) {
  std::vector<PoEntry> entries(*rc::gen::inRange<std::size_t>(0, 6));
  for (auto& entry : entries) {
    if (*rc::gen::arbitrary<bool>()) entry.context = *any_text();
    if (*rc::gen::arbitrary<bool>()) entry.flags = {"fuzzy"};
    if (*rc::gen::arbitrary<bool>()) entry.comments = {"What it is.", "How long."};
    entry.id = *any_text();
    entry.text = *any_text();
  }
  const auto again = parse_po(write_po(entries), "de.po");
  RC_ASSERT(bool(again));
  RC_ASSERT(*again == entries);
}

}  // namespace
}  // namespace smilepost::kiosk
