// From a survey set to translators and back, in both kinds of file.
#include "kiosk/authoring/survey_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "platform/read_text.h"
#include "tests/kiosk/authoring/survey_samples.h"
#include "tests/places.h"

namespace smilepost::kiosk {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

SurveyImport import_po(const SurveyDocument& document, const std::string& po,
                       const std::optional<std::string>& language = {}) {
  const auto translation = translation_in_po(po, "de.po", document, language);
  if (!translation) return {{translation.error().message}, {}, {}, 0};
  return import_translation(document, *translation, "de.po", "set.json", judged_by_nobody);
}

SurveyImport import_csv(const SurveyDocument& document, const std::string& csv,
                        const std::optional<std::string>& language = {}) {
  const auto translation = translation_in_csv(csv, "t.csv", document, language);
  if (!translation) return {{translation.error().message}, {}, {}, 0};
  return import_translation(document, *translation, "t.csv", "set.json", judged_by_nobody);
}

// Every text of a template translated to this.
std::string translated(std::string po, const std::string& text) {
  const std::string empty = "msgstr \"\"\n\n", full = "msgstr \"" + text + "\"\n\n";
  po += '\n';
  for (auto at = po.find(empty); at != std::string::npos; at = po.find(empty, at + full.size()))
    po.replace(at, empty.size(), full);
  return po;
}

class SurveyImporting : public testing::Test {
 protected:
  const SurveyDocument document_ = document_of(questions_json);
  const std::string po_ = po_of(document_, "de");
  const std::string csv_ = csv_of(document_, std::nullopt);
};

TEST_F(SurveyImporting, APoFileSaysWhatEachTextIsAndHowLongItMayBe) {
  EXPECT_THAT(po_, HasSubstr("\"Language: de\\n\""));
  EXPECT_THAT(po_, HasSubstr("#. An answer to choose. At most 32 characters.\n"
                             "#, max-length:32\n"
                             "msgctxt \"questions/why/options/long-wait/text\"\n"
                             "msgid \"Waited\"\n"
                             "msgstr \"Gewartet\"\n"));
  EXPECT_THAT(po_of(document_, "fi"), HasSubstr("msgid \"Waited\"\nmsgstr \"\"\n"));
  EXPECT_THAT(po_of(document_, std::nullopt), HasSubstr("\"Language: \\n\""));
}

TEST_F(SurveyImporting, ATableHasARowATextAndAColumnALanguage) {
  EXPECT_THAT(csv_, HasSubstr("place,what,limit,en,de\r\n"));
  EXPECT_THAT(csv_, HasSubstr("questions/why/options/long-wait/text,An answer to choose,32,"
                              "Waited,Gewartet\r\n"));
  EXPECT_THAT(csv_of(document_, "fi"), HasSubstr("place,what,limit,en,de,fi\r\n"));
  EXPECT_THAT(csv_of(document_, "fi"), HasSubstr("Waited,Gewartet,\r\n"));
}

TEST_F(SurveyImporting, WhatWasExportedChangesNothing) {
  for (const auto& import : {import_po(document_, po_), import_csv(document_, csv_),
                             import_csv(document_, csv_, "de")}) {
    EXPECT_THAT(import.faults, IsEmpty());
    EXPECT_THAT(import.changes, IsEmpty());
    EXPECT_EQ(import.json, questions_json);
    EXPECT_EQ(import.version, 3U);
  }
}

TEST_F(SurveyImporting, EveryShippedSetComesBackToTheByte) {
  for (const auto& entry :
       std::filesystem::directory_iterator(tests::in_source("assets/surveys"))) {
    const auto name = entry.path().filename().string();
    if (!name.ends_with(".json") || name.ends_with(".schema.json")) continue;
    const auto json = *platform::read_text(entry.path());
    const auto document = SurveyDocument::parse(json, name);
    ASSERT_TRUE(document) << document.error().message;
    const auto table = translation_in_csv(csv_of(*document, {}), "t.csv", *document, {});
    EXPECT_EQ(import_translation(*document, *table, "t.csv", name).json, json);
    for (const auto& language : document->languages()) {
      if (language == document->source()) continue;
      const auto po = translation_in_po(po_of(*document, language), "x.po", *document, {});
      ASSERT_TRUE(po) << po.error().message;
      EXPECT_EQ(import_translation(*document, *po, "x.po", name).json, json);
    }
  }
}

TEST_F(SurveyImporting, OtherWordsRaiseTheVersionAndAreSaid) {
  for (const auto& import : {import_po(document_, replaced(po_, "Gewartet", "Lange gewartet")),
                             import_csv(document_, replaced(csv_, "Gewartet", "Lange gewartet"))}) {
    EXPECT_THAT(import.faults, IsEmpty());
    EXPECT_EQ(import.version, 4U);
    EXPECT_THAT(import.changes, ElementsAre("questions/why/options/long-wait/text: de: "
                                            "\"Gewartet\" is now \"Lange gewartet\""));
    EXPECT_EQ(import.json, replaced(replaced(questions_json, "\"Gewartet\"", "\"Lange gewartet\""),
                                    "\"version\": 3", "\"version\": 4"));
  }
}

TEST_F(SurveyImporting, ALanguageThatIsNewIsAddedAndNobodysWordsChanged) {
  const auto by_po = import_po(document_, translated(po_of(document_, "fi"), "Hyvä"));
  EXPECT_THAT(by_po.faults, IsEmpty());
  EXPECT_THAT(by_po.changes, ElementsAre("the language fi is new"));
  EXPECT_EQ(by_po.version, 3U);
  const auto again = document_of(by_po.json);
  EXPECT_THAT(again.languages(), ElementsAre("en", "de", "fi"));
  for (const auto& text : again.texts()) EXPECT_EQ(text_in(text.in, "fi"), "Hyvä") << text.place;
  // The same again, through a table of all languages.
  const auto by_csv = import_csv(document_, csv_of(again, {}));
  EXPECT_THAT(by_csv.faults, IsEmpty());
  EXPECT_EQ(by_csv.json, by_po.json);
}

TEST_F(SurveyImporting, OneLanguageOfATableLeavesTheOthers) {
  auto csv = replaced(csv_, "Waited,Gewartet", "Waited,Lange gewartet");
  EXPECT_EQ(import_csv(document_, csv, "de").changes.size(), 1U);
  csv = replaced(csv, "Other,Anderes", "Else,Anderes");
  EXPECT_THAT(import_csv(document_, csv, "de").faults,
              ElementsAre(HasSubstr("was translated from \"Else\", but the set says \"Other\"")));
  EXPECT_EQ(import_csv(document_, csv).changes.size(), 2U);
}

TEST_F(SurveyImporting, EveryFaultIsNamedAndNothingIsTaken) {
  const auto import = import_po(
      document_,
      replaced(replaced(replaced(po_, "options/other", "options/another"), "Gewartet", ""), "Danke",
               std::string(91, 'x')));
  EXPECT_THAT(import.faults,
              ElementsAre(AllOf(HasSubstr("de.po:"), HasSubstr("thanks/0: has 91 characters in de; "
                                                               "shorten it to 90")),
                          HasSubstr("options/long-wait/text: has no text in de"),
                          HasSubstr("options/another/text: is no text of this survey set"),
                          HasSubstr("de.po: questions/why/options/other/text: is missing")));
  EXPECT_EQ(import.json, "");
}

TEST_F(SurveyImporting, AFuzzyEntryIsLookedAtFirst) {
  EXPECT_THAT(
      import_po(document_, replaced(po_, "#, max-length:32", "#, fuzzy, max-length:32")).faults,
      ElementsAre(HasSubstr("options/long-wait/text: is fuzzy")));
}

TEST_F(SurveyImporting, AStaleTranslationIsNotTaken) {
  EXPECT_THAT(import_po(document_, replaced(po_, "msgid \"Waited\"", "msgid \"Queue\"")).faults,
              ElementsAre(HasSubstr("was translated from \"Queue\", but the set says \"Waited\"")));
}

TEST_F(SurveyImporting, APlaceStandsOnce) {
  const auto row = csv_.substr(csv_.rfind("questions/"));
  EXPECT_THAT(import_csv(document_, csv_ + row).faults,
              ElementsAre(HasSubstr("t.csv:12: questions/why/options/other/text: stands a second "
                                    "time")));
}

TEST_F(SurveyImporting, WhatASpreadsheetMadeOfATextIsNotTaken) {
  EXPECT_THAT(import_csv(document_, replaced(csv_, "Gewartet", "#NAME?")).faults,
              ElementsAre(HasSubstr("is #NAME? in de, which a spreadsheet made of it")));
}

TEST_F(SurveyImporting, ATextThatLooksLikeAFormulaComesBackAsItIs) {
  const auto json = replaced(questions_json, "\"Gewartet\"", "\"=2+1 min\"");
  const auto document = document_of(json);
  const auto csv = csv_of(document, {});
  EXPECT_THAT(csv, HasSubstr(",'=2+1 min\r\n"));
  EXPECT_EQ(import_csv(document, csv).json, json);
}

TEST_F(SurveyImporting, APoFileBelongsToItsSetAndItsLanguage) {
  const auto refused = [&](const std::string& po, const std::optional<std::string>& language) {
    return import_po(document_, po, language).faults;
  };
  EXPECT_THAT(refused(replaced(po_, "Survey-Set: visit", "Survey-Set: other"), {}),
              ElementsAre(HasSubstr("is of the survey set \"other\", not of \"visit\"")));
  EXPECT_THAT(refused(po_, "fi"), ElementsAre(HasSubstr("says that it is in de, not in fi")));
  EXPECT_THAT(refused(replaced(po_, "Language: de", "Language: German"), {}),
              ElementsAre(HasSubstr("name it with --language")));
  EXPECT_THAT(refused(replaced(po_, "Language: de", "Language: en"), {}),
              ElementsAre(HasSubstr("which others are translated from")));
  EXPECT_THAT(refused(replaced(po_, "Language: de", "Language: de_AT"), "de"), IsEmpty());
}

TEST_F(SurveyImporting, ATableNeedsItsColumns) {
  const auto fault = [&](const std::string& csv, const std::optional<std::string>& language = {}) {
    const auto import = import_csv(document_, csv, language);
    return import.faults.empty() ? "accepted" : import.faults.front();
  };
  EXPECT_THAT(fault(""), HasSubstr("t.csv: is empty"));
  EXPECT_THAT(fault("where,en\r\n"), HasSubstr("\"where\" is no language"));
  EXPECT_THAT(fault("en,de\r\n"), HasSubstr("has no column \"place\""));
  EXPECT_THAT(fault("place,en,en\r\n"), HasSubstr("\"en\" is two columns' name"));
  EXPECT_THAT(fault("place,en\r\ntitle\r\n"), HasSubstr("t.csv:2: has 1 cells"));
  EXPECT_THAT(fault(csv_, "fi"), HasSubstr("has no column \"fi\""));
}

TEST_F(SurveyImporting, WhatTheKioskWouldNotTakeIsNotTaken) {
  const auto translation = *translation_in_po(po_, "de.po", document_, {});
  const auto import = import_translation(
      document_, translation, "de.po", "set.json",
      [](std::string_view, const std::string& file) -> Status { return Error{file + ": no"}; });
  EXPECT_THAT(import.faults, ElementsAre("set.json: no"));
  EXPECT_EQ(import.json, "");
}

}  // namespace
}  // namespace smilepost::kiosk
