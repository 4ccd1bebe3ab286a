#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "kiosk/survey/survey_set.h"
#include "tests/places.h"

namespace smilepost::kiosk {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::filesystem::path source = tests::in_source();
const auto files = source / "tests/kiosk/survey/files";

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string refusal(const std::string& json) {
  const auto set = parse_survey_set(json, "set.json");
  return set ? "accepted" : set.error().message;
}

// "FOLDER/FILE PLACE", a line each: where the first fault lies.
std::map<std::string, std::string> expected_places() {
  std::ifstream in(files / "expected.txt");
  std::map<std::string, std::string> places;
  std::string file, place;
  while (in >> file >> place) places[file] = place;
  return places;
}

TEST(SurveySetParser, AcceptsTheGoodFiles) {
  int count = 0;
  for (const auto& file : std::filesystem::directory_iterator(files / "good")) {
    const auto set = load_survey_set(file.path());
    EXPECT_TRUE(set) << set.error().message;
    ++count;
  }
  EXPECT_GE(count, 5);
}

TEST(SurveySetParser, RefusesTheBadFilesWithPlaceAndRemedyInOneLine) {
  const auto places = expected_places();
  std::size_t count = 0;
  for (const std::string folder : {"bad", "semantic"}) {
    for (const auto& file : std::filesystem::directory_iterator(files / folder)) {
      const auto name = folder + "/" + file.path().filename().string();
      ASSERT_EQ(places.count(name), 1u) << name << " is not in expected.txt";
      const auto set = parse_survey_set(contents(file.path()), name);
      ASSERT_FALSE(set) << name;
      EXPECT_THAT(set.error().message, StartsWith(name + ": " + places.at(name) + ": "));
      EXPECT_THAT(set.error().message, HasSubstr("; ")) << "no remedy";
      EXPECT_THAT(set.error().message, Not(HasSubstr("\n")));
      ++count;
    }
  }
  EXPECT_EQ(count, places.size()) << "expected.txt names files that are not there";
}

TEST(SurveySetParser, SaysInWhichLineTheJsonIsBroken) {
  const auto message = refusal("{\n  \"id\": \"a\",\n  oops\n}");
  EXPECT_THAT(message, StartsWith("set.json: parse error at line 3, column 3"));
  EXPECT_THAT(message, HasSubstr("; correct the JSON there"));
  EXPECT_THAT(message, Not(HasSubstr("\n")));
}

TEST(SurveySetParser, SaysWhichNumberIsTooLarge) {
  EXPECT_EQ(refusal(R"({"version": 1e999})"),
            "set.json: number overflow parsing '1e999'; correct the JSON there");
}

TEST(SurveySetParser, WhateverAKeySaysTheRefusalIsOneShortLine) {
  EXPECT_THAT(refusal(R"({"a\nb": 1})"), StartsWith("set.json: /: has no"));
  const auto set = contents(files / "good/smallest.json");
  const auto with = [&](const std::string& key) {
    return refusal("{\"" + key + "\": 1," + set.substr(set.find('{') + 1));
  };
  EXPECT_THAT(with("a\\nb"), StartsWith("set.json: /a\\u000ab: is not known here"));
  EXPECT_LT(with(std::string(100'000, '~')).size(), 300U);
  const std::string twice = std::string(100'000, 'a') + "\": 1, \"" + std::string(100'000, 'a');
  EXPECT_THAT(with(twice), HasSubstr("stands twice"));
  EXPECT_LT(with(twice).size(), 300U);
}

TEST(SurveySetParser, RefusesBytesThatAreNoUtf8) {
  EXPECT_THAT(refusal("{\"id\": \"\xFF\"}"), HasSubstr("set.json: parse error at line 1"));
}

TEST(SurveySetParser, RefusesAnOversizedFileUnread) {
  EXPECT_THAT(refusal(std::string(256 * 1024 + 1, ' ')), HasSubstr("larger than 256 KiB"));
}

TEST(SurveySetParser, SurvivesDeepNesting) {
  EXPECT_THAT(refusal(std::string(100'000, '[')), StartsWith("set.json: "));
  EXPECT_THAT(refusal(std::string(100'000, '[') + std::string(100'000, ']')),
              StartsWith("set.json: /: is no object"));
}

TEST(SurveySetParser, KeepsTheTextsOfEveryLanguage) {
  const auto set = load_survey_set(source / "assets/surveys/checkout.json");
  ASSERT_TRUE(set);
  EXPECT_EQ(text_in(set->questions[0].text, "de"), "Wie war Ihr Besuch heute?");
  EXPECT_EQ(text_in(set->questions[0].text, "ar"), "كيف كانت زيارتك اليوم؟");
  EXPECT_EQ(text_in(set->questions[1].options[0].text, "en"), "Long wait");
  EXPECT_EQ(set->questions[0].answers[2].smiley, 4);
  EXPECT_TRUE(set->replies[2].response.empty());
  EXPECT_EQ(set->replies[3].thanks.size(), 4u);
}

RC_GTEST_PROP(SurveySetParser, BytesChangedAtRandomNeverCrashIt, ()) {
  static const auto original = contents(files / "good/with-follow-up.json");
  auto json = original;
  const auto changes = *rc::gen::inRange(1, 8);
  for (int i = 0; i < changes && !json.empty(); ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, json.size());
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        json[at] = *rc::gen::arbitrary<char>();
        break;
      case 1:
        json.erase(at, *rc::gen::inRange<std::size_t>(1, 30));
        break;
      case 2:
        json.insert(at, json.substr(at, *rc::gen::inRange<std::size_t>(1, 60)));
        break;
      default:
        json.insert(at, *rc::gen::element<std::string>("{", "]", "\"", "null", "-1", ",", "1e9"));
    }
  }
  const auto set = parse_survey_set(json, "set.json");
  if (!set) {
    RC_ASSERT(set.error().message.rfind("set.json: ", 0) == 0);
    RC_ASSERT(set.error().message.find('\n') == std::string::npos);
  } else {
    RC_ASSERT(set->questions[0].steps() > 1 && !set->reply_to(1).thanks.empty());
  }
}

}  // namespace
}  // namespace smilepost::kiosk
