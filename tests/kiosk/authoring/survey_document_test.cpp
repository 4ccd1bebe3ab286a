#include "kiosk/authoring/survey_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "kiosk/authoring/text_kind.h"
#include "platform/read_text.h"
#include "tests/kiosk/authoring/survey_samples.h"
#include "tests/places.h"

namespace smilepost::kiosk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> places_of(const SurveyDocument& document) {
  std::vector<std::string> places;
  for (const auto& text : document.texts()) places.push_back(text.place);
  return places;
}

std::vector<std::filesystem::path> shipped_sets() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(tests::in_source("assets/surveys"))) {
    const auto name = entry.path().filename().string();
    if (name.ends_with(".json") && !name.ends_with(".schema.json")) files.push_back(entry.path());
  }
  return files;
}

TEST(SurveyDocument, FindsEveryTextAndNamesItByIds) {
  const auto document = document_of(questions_json);
  EXPECT_EQ(document.id(), "visit");
  EXPECT_EQ(document.version(), 3U);
  EXPECT_EQ(document.source(), "en");
  EXPECT_THAT(
      places_of(document),
      ElementsAre("title", "questions/rating/text", "questions/rating/no", "questions/rating/yes",
                  "questions/rating/replies/0/thanks/0", "questions/rating/replies/1/thanks/0",
                  "questions/rating/replies/1/thanks/1", "questions/why/text",
                  "questions/why/options/long-wait/text", "questions/why/options/other/text"));
  EXPECT_EQ(document.texts()[1].in, (Texts{{"en", "Did you \"find\" it?"}, {"de", "Gefunden?"}}));
}

TEST(SurveyDocument, KnowsAnotherShapeOfSetsAsWell) {
  EXPECT_THAT(places_of(document_of(rating_json)),
              ElementsAre("title", "rating/text", "rating/votes/0/label", "rating/votes/0/thanks/0",
                          "rating/votes/1/label", "rating/votes/1/thanks/0"));
}

TEST(SurveyDocument, WhatTheKioskRefusesIsRefused) {
  const auto refused = SurveyDocument::parse(R"({"id": "x"})", "set.json");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("set.json: "));
  for (const char* json : {R"([])", R"({"id": "x", "version": 1, "languages": []})", "{",
                           R"({"id": 1, "version": 1, "languages": ["en"]})"})
    EXPECT_FALSE(SurveyDocument::parse(json, "set.json", judged_by_nobody)) << json;
  EXPECT_FALSE(SurveyDocument::parse(std::string(1000, '['), "set.json", judged_by_nobody));
}

TEST(SurveyDocument, IsTheSameToTheByteWhereNothingChanged) {
  for (const char* json : {questions_json, rating_json}) {
    const auto document = document_of(json);
    SurveyDocument::Changes none;
    none.version = document.version();
    for (const auto& text : document.texts()) none.texts[text.place] = text.in;
    EXPECT_EQ(document.with(none), json);
  }
}

TEST(SurveyDocument, ChangesNothingButWhatIsToChange) {
  const auto document = document_of(questions_json);
  SurveyDocument::Changes changes;
  changes.version = 4;
  changes.texts["questions/rating/text"]["de"] = "Alles „da“? \\";
  changes.texts["questions/why/options/other/text"]["en"] = "Else";
  std::string expected = questions_json;
  const auto replace = [&](const std::string& from, const std::string& to) {
    expected.replace(expected.find(from), from.size(), to);
  };
  replace("\"version\": 3", "\"version\": 4");
  replace("\"Gefunden?\"", "\"Alles „da“? \\\\\"");
  replace("\"Other\"", "\"Else\"");
  EXPECT_EQ(document.with(changes), expected);
}

// As each object is written: over several lines, in one, without a space.
TEST(SurveyDocument, ANewLanguageLooksLikeThoseBeforeIt) {
  const auto document = document_of(questions_json);
  SurveyDocument::Changes changes;
  changes.version = 3;
  changes.new_languages = {"fi"};
  for (const auto& text : document.texts()) changes.texts[text.place]["fi"] = "X";
  const auto json = document.with(changes);
  EXPECT_THAT(json, HasSubstr("\"languages\": [\n    \"en\", \"de\", \"fi\"\n  ]"));
  EXPECT_THAT(json, HasSubstr("        \"de\": \"Gefunden?\",\n        \"fi\": \"X\"\n      }"));
  EXPECT_THAT(json, HasSubstr(R"({ "en": "No", "de": "Nein", "fi": "X" })"));
  EXPECT_THAT(json, HasSubstr(R"({"en":"Why?","de":"Warum?","fi":"X"})"));
  EXPECT_THAT(json, HasSubstr(R"("brand": "en")"));
  const auto again = document_of(json);
  EXPECT_THAT(again.languages(), ElementsAre("en", "de", "fi"));
  for (const auto& text : again.texts()) EXPECT_EQ(text_in(text.in, "fi"), "X") << text.place;
}

TEST(SurveyDocument, ALanguageMayBeTheSecond) {
  const auto document = document_of(rating_json);
  SurveyDocument::Changes changes;
  changes.version = 1;
  changes.new_languages = {"de"};
  for (const auto& text : document.texts()) changes.texts[text.place]["de"] = "X";
  EXPECT_THAT(document.with(changes), HasSubstr(R"("languages": ["en", "de"])"));
  EXPECT_THAT(document.with(changes), HasSubstr(R"("label": {"en": "Bad", "de": "X"})"));
}

TEST(SurveyDocument, AFoldedListOfLanguagesIsFoldedOn) {
  std::string tags = "\"en\"";
  for (char c = 'a'; c <= 'm'; ++c) tags += std::string(", \"a") + c + "\"";
  const auto json = R"({"id": "x", "version": 1, "languages": [
      )" + tags + "\n    ], \"title\": {}}";
  SurveyDocument::Changes changes;
  changes.version = 1;
  changes.new_languages = {"fi", "sv", "da", "nb"};
  const auto edited = document_of(json).with(changes);
  EXPECT_THAT(edited, HasSubstr("\"am\", \"fi\",\n      \"sv\", \"da\", \"nb\"\n    ]"));
}

// What it says of a text's length is what the kiosk holds it to.
TEST(TextKind, KnowsTheLimitOfEveryShippedText) {
  ASSERT_FALSE(shipped_sets().empty());
  for (const auto& file : shipped_sets()) {
    const auto document = SurveyDocument::parse(*platform::read_text(file), file.string());
    ASSERT_TRUE(document) << document.error().message;
    for (const auto& text : document->texts()) {
      const auto kind = kind_of(text.place);
      ASSERT_NE(kind.what, "") << text.place;
      SurveyDocument::Changes changes;
      changes.version = document->version();
      auto& words = changes.texts[text.place][document->source()];
      words = std::string(kind.longest, 'x');
      EXPECT_TRUE(judged_by_the_kiosk(document->with(changes), "x")) << text.place;
      words += 'x';
      EXPECT_FALSE(judged_by_the_kiosk(document->with(changes), "x")) << text.place;
    }
  }
}

TEST(TextKind, TellsOptionsFromQuestionsInEveryShape) {
  EXPECT_EQ(kind_of("questions/why/options/long-wait/text").longest, 32U);
  EXPECT_EQ(kind_of("follow_up/options/long-wait/text").longest, 32U);
  EXPECT_EQ(kind_of("questions/why/text").longest, 80U);
  EXPECT_EQ(kind_of("questions/visit/answers/0/label").longest, 24U);
  EXPECT_EQ(kind_of("questions/recommend/least").longest, 24U);
  EXPECT_EQ(kind_of("questions/visit/replies/2/thanks/3").longest, 90U);
  EXPECT_EQ(kind_of("questions/visit/replies/2/response").longest, 120U);
  EXPECT_EQ(kind_of("title").longest, 40U);
  EXPECT_EQ(kind_of("thanks").what, "");
  EXPECT_EQ(kind_of("").what, "");
}

}  // namespace
}  // namespace smilepost::kiosk
