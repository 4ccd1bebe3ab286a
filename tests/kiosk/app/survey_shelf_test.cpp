#include "kiosk/survey_shelf.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

const std::filesystem::path surveys =
    std::filesystem::path(SMILEPOST_SOURCE_DIR) / "assets" / "surveys";

TEST(SurveyShelf, TheReadyMadeSetsAreAllUsable) {
  const auto shelf = SurveyShelf::open(surveys, {});
  ASSERT_TRUE(shelf) << shelf.error().message;
  EXPECT_EQ(shelf->staff_sets().size(), 2U);
}

TEST(SurveyShelf, KioskJsonDecidesSetsAndLanguages) {
  Config config;
  config.survey_sets = {"service-desk", "checkout"};
  config.languages = {"de", "ar"};
  config.default_language = "ar";
  const auto shelf = SurveyShelf::open(surveys, config);
  ASSERT_TRUE(shelf);
  const auto offer = shelf->offer(shelf->first_choice());
  EXPECT_EQ(offer.set->id, "service-desk");
  ASSERT_EQ(offer.languages.size(), 2U);
  EXPECT_FALSE(offer.languages[0].right_to_left);
  EXPECT_TRUE(offer.languages[1].right_to_left);
  EXPECT_EQ(offer.default_language, "ar");
}

TEST(SurveyShelf, WhatIsNotThereIsRefusedWithPlaceAndRemedy) {
  Config unknown_set;
  unknown_set.survey_sets = {"canteen"};
  Config unknown_language;
  unknown_language.languages = {"tlh"};
  Config default_not_offered;
  default_not_offered.languages = {"en"};
  default_not_offered.default_language = "de";
  for (const auto& config : {unknown_set, unknown_language, default_not_offered}) {
    const auto shelf = SurveyShelf::open(surveys, config);
    ASSERT_FALSE(shelf);
    EXPECT_NE(shelf.error().message.find("kiosk.json at /"), std::string::npos);
  }
  EXPECT_FALSE(SurveyShelf::open("/does/not/exist", {}));
}

}  // namespace
}  // namespace smilepost::kiosk
