// A bundle comes while the kiosk is in use: what it changes, and when.
#include <gtest/gtest.h>

#include "kiosk/staff/pin.h"
#include "tests/driver/ui_driver.h"
#include "tests/kiosk/app/bundles.h"

namespace smilepost::tests {
namespace {

constexpr const char* old_pin = "739164";
constexpr const char* new_pin = "285017";
constexpr const char* question = "How do you like it here?";

DriverOptions enrolled() {
  DriverOptions options;
  options.pin = old_pin;
  return options;
}

void enter_pin(UiDriver& ui, const std::string& digits) {
  ui.hold("staff-corner", 2'100);
  for (const char digit : digits) ui.tap(std::string("digit-") + digit);
  ui.wait_for_pin();
  ui.wait(1'000);
}

// Nobody there: as many turns as the work takes.
void rest(UiDriver& ui) {
  ui.wait(4'000);
}

TEST(AppBundle, WhereNobodyIsThereItAppliesAtOnce) {
  UiDriver ui;
  ui.bring(bundle_with(1, question));
  rest(ui);
  EXPECT_TRUE(ui.shows(question));
  ui.tap("face-4");
  ASSERT_EQ(ui.answers().size(), 1U);
  EXPECT_EQ(ui.answers()[0].wording, 1'000U);
}

TEST(AppBundle, InTheMiddleOfASurveyItWaitsUntilTheShopperHasGone) {
  UiDriver ui;
  ui.tap("face-1");
  ASSERT_TRUE(ui.has("reason-0"));
  ui.bring(bundle_with(1, question));
  ui.wait(5'000);
  ui.tap("reason-0");
  ui.tap("done");
  ui.tap("back");  // to change the answer: still the question that was answered
  EXPECT_FALSE(ui.shows(question));
  ui.tap("face-2");
  for (const auto& answer : ui.answers()) EXPECT_NE(answer.wording, 1'000U);
  ui.tap("new-visitor");
  rest(ui);
  EXPECT_TRUE(ui.shows(question));
}

TEST(AppBundle, AFingerOnTheGlassHoldsItUp) {
  UiDriver ui;
  ui.down("face-3");
  ui.bring(bundle_with(1, question));
  ui.wait(100);
  EXPECT_FALSE(ui.shows(question));
  ui.up();
  ASSERT_EQ(ui.answers().size(), 1U);
  EXPECT_NE(ui.answers()[0].wording, 1'000U);
}

TEST(AppBundle, TheNewestOfTwoCounts) {
  UiDriver ui;
  ui.tap("face-4");
  ui.bring(bundle_with(1, "Never to be seen?"));
  ui.wait(500);
  ui.bring(bundle_with(2, question));
  ui.wait(500);
  ui.tap("new-visitor");
  rest(ui);
  EXPECT_TRUE(ui.shows(question));
}

TEST(AppBundle, ItsSettingsSayWhatIsAskedAndInWhichLanguages) {
  UiDriver ui;
  auto bundle = bundle_with(1, question);
  bundle.settings =
      R"({"survey_sets": ["service-desk"], "languages": {"offered": ["de"], "default": "de"}})";
  ui.bring(bundle);
  rest(ui);
  EXPECT_FALSE(ui.has("language-en"));
  ui.tap("face-4");
  ASSERT_EQ(ui.answers().size(), 1U);
  EXPECT_EQ(ui.answers()[0].survey_set, "service-desk");
  EXPECT_EQ(ui.answers()[0].presentation.language, "de");
}

TEST(AppBundle, ItsPinsReplaceThatOfTheEnrolment) {
  UiDriver ui(enrolled());
  auto bundle = bundle_with(1, question);
  bundle.pin_hashes = {*kiosk::hash_pin("385016"), *kiosk::hash_pin(new_pin)};
  ui.bring(bundle);
  rest(ui);
  enter_pin(ui, old_pin);
  EXPECT_FALSE(ui.has("leave"));
  ui.tap("cancel");
  enter_pin(ui, new_pin);
  EXPECT_TRUE(ui.has("leave"));
  EXPECT_TRUE(ui.shows("Settings 1"));
}

// As in safe mode, where the bundle's sets are left out and its PINs stay.
TEST(AppBundle, WhatWasOfferedOnTrustAndCannotBeShownGoesWhileNobodyIsThereAndPinsStay) {
  auto options = enrolled();
  options.misfit = "de";
  options.bundle_pins = {new_pin};
  UiDriver ui(options);
  ASSERT_TRUE(ui.has("language-de"));
  ui.tap("face-1");
  ui.wait(2'000);
  ui.tap("new-visitor");
  rest(ui);
  EXPECT_FALSE(ui.has("language-de"));
  EXPECT_TRUE(ui.has("language-ar"));
  enter_pin(ui, old_pin);
  EXPECT_FALSE(ui.has("leave"));
  ui.tap("cancel");
  enter_pin(ui, new_pin);
  EXPECT_TRUE(ui.has("leave"));
}

TEST(AppBundle, OneWithoutPinsLeavesTheEnrolments) {
  UiDriver ui(enrolled());
  auto with = bundle_with(1, question);
  with.pin_hashes = {*kiosk::hash_pin(new_pin)};
  ui.bring(with);
  rest(ui);
  ui.bring(bundle_with(2, question));
  rest(ui);
  enter_pin(ui, old_pin);
  EXPECT_TRUE(ui.has("leave"));
}

TEST(AppBundle, WhileStaffAreAtThePanelItWaits) {
  UiDriver ui(enrolled());
  enter_pin(ui, old_pin);
  ASSERT_TRUE(ui.has("leave"));
  ui.bring(bundle_with(1, question));
  ui.wait(2'000);
  EXPECT_FALSE(ui.shows("Settings 1"));
  ui.tap("leave");
  rest(ui);
  EXPECT_TRUE(ui.shows(question));
}

TEST(AppBundle, WhatStaffChoseOnTheSpotHolds) {
  UiDriver ui(enrolled());
  enter_pin(ui, old_pin);
  ui.tap("staff-set-1");
  ui.tap("save");
  auto bundle = bundle_with(1, question);
  bundle.survey_sets["service-desk"] = changed_set("service-desk", "And at the desk?");
  ui.bring(bundle);
  rest(ui);
  EXPECT_TRUE(ui.shows("And at the desk?"));
}

class PublicLine : public testing::Test {
 protected:
  void bring(UiDriver& ui) {
    record::Bundle bundle;
    bundle.public_line = {{"en", line}};
    ui.bring(bundle);
    rest(ui);
    EXPECT_FALSE(ui.shows(line)) << "never on a screen that asks";
  }
  static constexpr const char* line = "You said it was cold. We mended the door.";
};

TEST_F(PublicLine, StandsOnTheThankYouAfterAGoodVote) {
  UiDriver ui;
  bring(ui);
  ui.tap("face-4");
  if (ui.has("done")) {
    EXPECT_FALSE(ui.shows(line));
    ui.tap("done");
  }
  EXPECT_TRUE(ui.shows(line));
}

TEST_F(PublicLine, IsNotForWhoHadABadTime) {
  UiDriver ui;
  bring(ui);
  ui.tap("face-1");
  EXPECT_FALSE(ui.shows(line));
  ui.tap("done");
  ASSERT_TRUE(ui.has("new-visitor"));
  EXPECT_FALSE(ui.shows(line));
}

TEST_F(PublicLine, WhatIsNotTranslatedIsNotShown) {
  UiDriver ui;
  bring(ui);
  ui.tap("language-de");
  ui.tap("face-4");
  if (ui.has("done")) ui.tap("done");
  EXPECT_FALSE(ui.shows(line));
}

TEST_F(PublicLine, ASmallDisplayHasNoRoomForIt) {
  DriverOptions options;
  options.width = 800;
  options.height = 480;
  options.diagonal_inch = 7;
  UiDriver ui(options);
  bring(ui);
  ui.tap("face-4");
  if (ui.has("done")) ui.tap("done");
  EXPECT_FALSE(ui.shows(line));
}

}  // namespace
}  // namespace smilepost::tests
