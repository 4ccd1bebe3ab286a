#include "kiosk/survey/survey_set.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/places.h"
#include "tests/platform/temp_folder.h"

namespace smilepost::kiosk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAreArray;

const std::filesystem::path source = tests::in_source();
const auto files = source / "tests/kiosk/survey/files";

class FolderOfSets : public testing::Test {
 protected:
  void put(const std::filesystem::path& file, const std::string& name) const {
    std::filesystem::copy_file(file, folder_ / name);
  }
  const tests::TempFolder temporary_;
  const std::filesystem::path folder_ = temporary_.path();
};

std::vector<std::string> languages_the_kiosk_speaks() {
  std::vector<std::string> languages;
  for (const auto& entry : std::filesystem::directory_iterator(source / "locales")) {
    if (entry.path().extension() == ".po") languages.push_back(entry.path().stem().string());
  }
  return languages;
}

TEST(ShippedSets, AreCompleteInEveryLanguageThatTheKioskSpeaks) {
  const auto loaded = load_survey_sets(source / "assets/surveys");
  for (const auto& refused : loaded.refused) ADD_FAILURE() << refused.message;
  std::vector<std::string> ids;
  for (const auto& set : loaded.sets) ids.push_back(set.id);
  EXPECT_THAT(ids, ElementsAre("checkout", "recommendation", "restroom", "second-chance",
                               "service-desk", "staff-room"));
  for (const auto& set : loaded.sets) {
    EXPECT_THAT(set.languages, UnorderedElementsAreArray(languages_the_kiosk_speaks()));
    EXPECT_EQ(set.languages.front(), "en");
    EXPECT_TRUE(set.next_after(0, {{.vote = 1}})) << "a bad answer is asked why";
    EXPECT_EQ(set.audience,
              set.id == "staff-room" ? record::Audience::staff : record::Audience::shoppers);
  }
}

TEST(ShippedSets, AnswerABadVoteWithRegretBeforeAskingWhy) {
  for (const auto& set : load_survey_sets(source / "assets/surveys").sets) {
    EXPECT_THAT(text_in(set.reply_to(1).response, "en"), HasSubstr("sorry")) << set.id;
  }
}

TEST_F(FolderOfSets, ABadSetKeepsNoOtherOneOut) {
  put(files / "good/smallest.json", "a.json");
  put(files / "bad/version-0.json", "b.json");
  const auto loaded = load_survey_sets(folder_);
  EXPECT_THAT(loaded.sets, SizeIs(1));
  ASSERT_THAT(loaded.refused, SizeIs(1));
  EXPECT_THAT(loaded.refused[0].message, HasSubstr("b.json: /version: "));
}

TEST_F(FolderOfSets, TwoFilesMustNotShareAnId) {
  put(files / "good/smallest.json", "a.json");
  put(files / "good/with-brand.json", "b.json");
  const auto loaded = load_survey_sets(folder_);
  EXPECT_THAT(loaded.sets, SizeIs(1));
  ASSERT_THAT(loaded.refused, SizeIs(1));
  EXPECT_THAT(loaded.refused[0].message, HasSubstr("b.json: /id: \"lunch\""));
}

TEST_F(FolderOfSets, TheSchemaIsNoSet) {
  put(source / "assets/surveys/survey-set.schema.json", "survey-set.schema.json");
  put(files / "good/smallest.json", "a.json");
  const auto loaded = load_survey_sets(folder_);
  EXPECT_THAT(loaded.sets, SizeIs(1));
  EXPECT_THAT(loaded.refused, IsEmpty());
}

TEST_F(FolderOfSets, AnEmptyOrMissingFolderSaysSo) {
  ASSERT_THAT(load_survey_sets(folder_).refused, SizeIs(1));
  EXPECT_THAT(load_survey_sets(folder_).refused[0].message, HasSubstr("holds no survey set"));
  EXPECT_THAT(load_survey_sets(folder_ / "nowhere").refused, SizeIs(1));
}

TEST_F(FolderOfSets, AFolderWithASetsNameSaysSo) {
  std::filesystem::create_directory(folder_ / "trap.json");
  const auto loaded = load_survey_sets(folder_);
  ASSERT_EQ(loaded.refused.size(), 1U);
  EXPECT_NE(loaded.refused[0].message.find("trap.json: cannot be read"), std::string::npos);
}

TEST(SurveySet, AMissingFileSaysSo) {
  const auto set = load_survey_set("/nowhere/at-all.json");
  ASSERT_FALSE(set);
  EXPECT_THAT(set.error().message, HasSubstr("/nowhere/at-all.json: cannot be read; "));
}

class EveryKind : public testing::Test {
 protected:
  static SurveySet load() { return *load_survey_set(files / "good/every-kind.json"); }
  const SurveySet set = load();
  enum : std::size_t { recommend, why, where, effort, faces, again };

  std::optional<std::size_t> after(std::size_t question, GivenAnswers answers) const {
    answers.resize(set.questions.size());
    return set.next_after(question, answers);
  }
};

TEST_F(EveryKind, NpsCountsFromNoughtAndVotesFromOne) {
  EXPECT_EQ(set.questions[recommend].steps(), 11);
  EXPECT_EQ(text_in(set.reply_to(7).response, "en"), "Sorry.");
  EXPECT_EQ(text_in(set.reply_to(8).thanks[0], "en"), "Thanks.");
  EXPECT_EQ(text_in(set.reply_to(10).response, "en"), "Great!");
}

TEST_F(EveryKind, TheScoreLeadsOn) {
  EXPECT_EQ(after(recommend, {{.vote = 1}}), why);
  EXPECT_EQ(after(recommend, {{.vote = 7}}), why);
  EXPECT_EQ(after(recommend, {{.vote = 8}}), std::nullopt);
  EXPECT_EQ(after(recommend, {{.vote = 10}}), effort);
}

TEST_F(EveryKind, TheAnswerLeadsOnAndTheFirstRuleThatHoldsCounts) {
  EXPECT_EQ(after(why, {{.vote = 1}, {.chosen = {"wait"}}}), where);
  EXPECT_EQ(after(why, {{.vote = 1}, {.chosen = {"else", "price"}}}), where);
  EXPECT_EQ(after(why, {{.vote = 1}, {.chosen = {"else"}}}), again);
}

TEST_F(EveryKind, AnEarlierScoreLeadsOn) {
  EXPECT_EQ(after(why, {{.vote = 4}, {}}), again);  // "3" on the screen
  EXPECT_EQ(after(why, {{.vote = 5}, {}}), std::nullopt);
}

TEST_F(EveryKind, ARuleWithoutConditionHoldsForWhoSkips) {
  EXPECT_EQ(after(where, {{.vote = 1}, {.chosen = {"wait"}}, {}}), again);
  EXPECT_EQ(after(effort, {{.vote = 10}}), std::nullopt) << "it asks for a score";
}

TEST_F(EveryKind, TheBetterOfYesAndNoIsTheHigherVote) {
  EXPECT_EQ(text_in(set.questions[again].answers[0].label, "en"), "Yes");
  EXPECT_EQ(text_in(set.questions[again].answers[1].label, "en"), "No");
  const auto back = load_survey_set(files / "good/yes-no.json");
  EXPECT_EQ(text_in(back->questions[0].answers[1].label, "en"), "Yes");
  EXPECT_EQ(back->next_after(0, {{.vote = 1}, {}}), 1U);
  EXPECT_EQ(back->next_after(0, {{.vote = 2}, {}}), std::nullopt);
  EXPECT_EQ(back->audience, record::Audience::staff);
}

TEST_F(EveryKind, EveryTextIsVisited) {
  auto copy = set;
  std::size_t texts = 0;
  each_text(copy, [&](Texts& text) { texts += text.size(); });
  EXPECT_EQ(texts, 1U + 6 + 4 + 3 + 2 + 3 + 2 + 2 + 6);
}

}  // namespace
}  // namespace smilepost::kiosk
