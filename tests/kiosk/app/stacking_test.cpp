#include "kiosk/stacking.h"

#include <gtest/gtest.h>

#include "tests/places.h"

namespace smilepost::kiosk {
namespace {

const std::filesystem::path surveys = std::filesystem::path(tests::in_source("assets/surveys"));

Status anything_fits(const SurveySet&, const std::string&, const std::string&) {
  return Done{};
}

Result<SurveyShelf> shelf_of(const std::filesystem::path& folder, const Config& config,
                             const Stacking::Check& check) {
  return Stacking::at_once(Stock::of_folder(folder), {}, config, check);
}

TEST(Stacking, TheReadyMadeSetsAreAllUsable) {
  const auto shelf = shelf_of(surveys, {}, anything_fits);
  ASSERT_TRUE(shelf) << shelf.error().message;
  EXPECT_EQ(shelf->staff_sets().size(), 6U);
}

TEST(Stacking, KioskJsonDecidesSetsAndLanguages) {
  Config config;
  config.survey_sets = {"service-desk", "checkout"};
  config.languages = {"de", "ar"};
  config.default_language = "ar";
  const auto shelf = shelf_of(surveys, config, anything_fits);
  ASSERT_TRUE(shelf);
  const auto offer = shelf->offer(shelf->first_choice());
  EXPECT_EQ(offer.set->id, "service-desk");
  ASSERT_EQ(offer.languages.size(), 2U);
  EXPECT_FALSE(offer.languages[0].right_to_left);
  EXPECT_TRUE(offer.languages[1].right_to_left);
  EXPECT_EQ(offer.default_language, "ar");
}

TEST(Stacking, WhatIsNotThereIsRefusedWithPlaceAndRemedy) {
  Config unknown_set;
  unknown_set.survey_sets = {"canteen"};
  Config unknown_language;
  unknown_language.languages = {"tlh"};
  Config default_not_offered;
  default_not_offered.languages = {"en"};
  default_not_offered.default_language = "de";
  for (const auto& config : {unknown_set, unknown_language, default_not_offered}) {
    const auto shelf = shelf_of(surveys, config, anything_fits);
    ASSERT_FALSE(shelf);
    EXPECT_NE(shelf.error().message.find("kiosk.json at /"), std::string::npos);
  }
  EXPECT_FALSE(shelf_of("/does/not/exist", {}, anything_fits));
}

TEST(Stacking, ALanguageThatCannotBeShownIsNotOffered) {
  const auto no_german = [](const SurveySet&, const std::string& language,
                            const std::string&) -> Status {
    if (language == "de") return Error{"too long; shorten it"};
    return Done{};
  };
  Config config;
  config.languages = {"de", "ar"};
  config.default_language = "de";
  const auto shelf = shelf_of(surveys, config, no_german);
  ASSERT_TRUE(shelf) << shelf.error().message;
  EXPECT_EQ(shelf->first_choice().languages, std::vector<std::string>{"ar"});
  EXPECT_EQ(shelf->first_choice().default_language, "ar");
  const auto whole = shelf_of(surveys, {}, anything_fits);
  EXPECT_EQ(shelf->staff_sets()[0].languages.size(), whole->staff_sets()[0].languages.size() - 1);
}

TEST(Stacking, ASetThatCannotBeShownIsLeftOut) {
  const auto no_checkout = [](const SurveySet& set, const std::string&,
                              const std::string&) -> Status {
    if (set.id == "checkout") return Error{"too long; shorten it"};
    return Done{};
  };
  const auto shelf = shelf_of(surveys, {}, no_checkout);
  ASSERT_TRUE(shelf) << shelf.error().message;
  ASSERT_EQ(shelf->staff_sets().size(), 5U);
  EXPECT_EQ(shelf->first_choice().survey_set, "recommendation");
}

}  // namespace
}  // namespace smilepost::kiosk
