#include "kiosk/survey/survey_set.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAreArray;

const std::filesystem::path source = SMILEPOST_SOURCE_DIR;
const auto files = source / "tests/kiosk/survey/files";

class FolderOfSets : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void put(const std::filesystem::path& file, const std::string& name) {
    std::filesystem::copy_file(file, folder_ / name);
  }
  std::filesystem::path folder_;
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
  ASSERT_THAT(loaded.sets, SizeIs(3));
  EXPECT_EQ(loaded.sets[0].id, "checkout");
  EXPECT_EQ(loaded.sets[1].id, "restroom");
  EXPECT_EQ(loaded.sets[2].id, "service-desk");
  for (const auto& set : loaded.sets) {
    EXPECT_THAT(set.languages, UnorderedElementsAreArray(languages_the_kiosk_speaks()));
    EXPECT_EQ(set.languages.front(), "en");
    EXPECT_THAT(set.rating.votes, SizeIs(4));
    ASSERT_TRUE(set.follow_up);
    EXPECT_THAT(set.follow_up->votes, ElementsAre(1, 2));
    EXPECT_THAT(set.follow_up->options, SizeIs(6));
  }
}

TEST(ShippedSets, AnswerABadVoteWithRegretBeforeAskingWhy) {
  for (const auto& set : load_survey_sets(source / "assets/surveys").sets) {
    EXPECT_THAT(text_in(set.rating.votes[0].response, "en"), HasSubstr("sorry"));
    EXPECT_THAT(text_in(set.rating.votes[1].response, "en"), HasSubstr("Sorry"));
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

TEST(SurveySet, TheFollowUpComesAfterItsVotesOnly) {
  const auto set = load_survey_set(source / "assets/surveys/checkout.json");
  ASSERT_TRUE(set);
  EXPECT_NE(set->follow_up_after(1), nullptr);
  EXPECT_NE(set->follow_up_after(2), nullptr);
  EXPECT_EQ(set->follow_up_after(3), nullptr);
  EXPECT_EQ(load_survey_set(files / "good/smallest.json")->follow_up_after(1), nullptr);
}

}  // namespace
}  // namespace smilepost::kiosk
