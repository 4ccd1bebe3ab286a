#include "kiosk/staff/staff_panel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace smilepost::kiosk {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const LanguageView en{"en", "English"}, de{"de", "Deutsch"}, ar{"ar", "العربية"},
    fr{"fr", "Français"};

std::vector<StaffSet> sets() {
  return {{"checkout", {{"en", "Checkout"}, {"de", "Kasse"}}, {en, de, ar}},
          {"service-desk", {{"en", "Service desk"}, {"de", "Servicetheke"}}, {en, de}},
          {"bistro", {{"fr", "Bistro"}}, {fr}}};
}

class Panel : public testing::Test {
 protected:
  void type(const std::string& digits) {
    for (const char digit : digits) panel.take(PressDigit{digit - '0'}, now);
  }
  void enter() {
    panel.open(now);
    type("271828");
    ASSERT_EQ(panel.pin_to_verify(), "271828");
    panel.verified(true, now);
    ASSERT_EQ(view().stage, StaffStage::panel);
  }
  void enter_wrong() {
    panel.open(now);
    type("111112");
    ASSERT_TRUE(panel.pin_to_verify());
    panel.verified(false, now);
  }
  record::StaffAction save() {
    panel.take(SaveStaffChanges{}, now);
    const auto action = panel.take_action();
    EXPECT_TRUE(action);
    return action.value_or(record::StaffAction{});
  }
  StaffView view() const { return panel.view(now); }
  std::vector<std::string> offered() const {
    std::vector<std::string> languages;
    for (const auto& one : view().languages) {
      if (one.offered) languages.push_back(one.language.language);
    }
    return languages;
  }
  std::string first_language() const {
    for (const auto& one : view().languages) {
      if (one.is_default) return one.language.language;
    }
    return "";
  }

  std::uint64_t now = 1'000'000;
  StaffPanel panel{sets(), {"checkout", {"en", "de"}, "de"}};
};

// The order in which languages stand on the screen is IT's or the staff's, not the file's.
TEST(PanelOrder, IsKept) {
  StaffPanel panel(sets(), {"checkout", {"ar", "en"}, "ar"});
  EXPECT_THAT(panel.in_force().languages, ElementsAre("ar", "en"));
  panel.open(1);
  for (int i = 0; i < 6; ++i) panel.take(PressDigit{i}, 1);
  ASSERT_TRUE(panel.pin_to_verify());
  panel.verified(true, 1);
  panel.take(ToggleLanguage{2}, 1);
  panel.take(ToggleLanguage{2}, 1);
  EXPECT_FALSE(panel.view(1).changed) << "off and on again changes nothing";
  panel.take(ToggleLanguage{1}, 1);
  panel.take(SaveStaffChanges{}, 1);
  EXPECT_THAT(panel.take_action()->languages, ElementsAre("ar", "en", "de"));
}

// The pad
TEST_F(Panel, OpensWithThePad) {
  EXPECT_FALSE(panel.is_open());
  EXPECT_FALSE(panel.next_deadline());
  panel.open(now);
  EXPECT_EQ(view().stage, StaffStage::pin);
  EXPECT_EQ(view().language, "de");
  EXPECT_THAT(view().sets, IsEmpty()) << "nothing shows before the PIN";
}
TEST_F(Panel, DigitsAreEnteredAndErased) {
  panel.open(now);
  type("27");
  panel.take(EraseDigit{}, now);
  EXPECT_EQ(view().digits, 1);
  panel.take(EraseDigit{}, now);
  panel.take(EraseDigit{}, now);
  EXPECT_EQ(view().digits, 0);
}
TEST_F(Panel, ThePinIsAskedForOnceAndNoDigitCountsMeanwhile) {
  panel.open(now);
  type("27182");
  EXPECT_FALSE(panel.pin_to_verify());
  type("8");
  EXPECT_EQ(panel.pin_to_verify(), "271828");
  EXPECT_FALSE(panel.pin_to_verify());
  type("3");
  panel.take(EraseDigit{}, now);
  EXPECT_EQ(view().digits, 6);
}
TEST_F(Panel, TheRightPinOpensThePanel) {
  enter();
}
TEST_F(Panel, AWrongPinSaysSoUntilTheNextDigit) {
  enter_wrong();
  EXPECT_EQ(view().stage, StaffStage::pin);
  EXPECT_TRUE(view().wrong);
  EXPECT_EQ(view().digits, 0);
  type("2");
  EXPECT_FALSE(view().wrong);
}
TEST_F(Panel, FiveWrongPinsLockThePadAlsoForWhoComesBack) {
  for (int i = 0; i < 5; ++i) enter_wrong();
  EXPECT_EQ(view().locked_seconds, 60);
  panel.take(LeaveStaff{}, now);
  panel.open(now);
  type("271828");
  EXPECT_EQ(view().digits, 0);
  EXPECT_FALSE(panel.pin_to_verify());
  now += 60'000;
  enter();
}
TEST_F(Panel, LeavingDuringTheCheckDoesNotSaveATry) {
  for (int i = 0; i < 4; ++i) enter_wrong();
  type("111112");
  ASSERT_TRUE(panel.pin_to_verify());
  panel.take(LeaveStaff{}, now);
  panel.verified(false, now);
  EXPECT_FALSE(panel.is_open());
  panel.open(now);
  EXPECT_EQ(view().locked_seconds, 60);
}
TEST_F(Panel, TheUntouchedPadClosesAfter20Seconds) {
  panel.open(now);
  type("2718");
  EXPECT_EQ(panel.next_deadline(), now + 20'000);
  panel.tick(now + 19'999);
  EXPECT_TRUE(panel.is_open());
  panel.tick(now + 20'000);
  EXPECT_FALSE(panel.is_open());
  panel.open(now);
  EXPECT_EQ(view().digits, 0) << "half a PIN was left behind";
}
TEST_F(Panel, TheUntouchedPanelClosesAfter60SecondsUnsaved) {
  enter();
  panel.take(ToggleLanguage{2}, now);
  panel.tick(now + 59'999);
  EXPECT_TRUE(panel.is_open());
  panel.touched(now + 59'999);
  panel.tick(now + 60'000);
  EXPECT_TRUE(panel.is_open());
  panel.tick(now + 119'999);
  EXPECT_FALSE(panel.is_open());
  enter();
  EXPECT_FALSE(view().changed);
}

// The panel
TEST_F(Panel, ShowsWhatIsInForce) {
  enter();
  ASSERT_THAT(view().sets, SizeIs(3));
  EXPECT_TRUE(view().sets[0].chosen);
  EXPECT_EQ(view().sets[1].title, "Servicetheke");
  EXPECT_EQ(view().sets[2].title, "bistro") << "no title in this language: the id";
  EXPECT_THAT(offered(), ElementsAre("en", "de"));
  EXPECT_EQ(first_language(), "de");
  EXPECT_FALSE(view().changed);
}
TEST_F(Panel, LanguagesAreSavedInTheSetsOrder) {
  enter();
  panel.take(ToggleLanguage{0}, now);
  panel.take(ToggleLanguage{2}, now);
  panel.take(ToggleLanguage{0}, now);
  EXPECT_TRUE(view().changed);
  EXPECT_EQ(save(), (record::StaffAction{"checkout", {"en", "de", "ar"}, "de"}));
}
TEST_F(Panel, TheFirstLanguageIsAlwaysOffered) {
  enter();
  panel.take(PickDefaultLanguage{2}, now);
  EXPECT_THAT(offered(), ElementsAre("en", "de", "ar"));
  EXPECT_EQ(first_language(), "ar");
  panel.take(ToggleLanguage{2}, now);
  EXPECT_EQ(first_language(), "en");
}
TEST_F(Panel, TheLastLanguageStays) {
  enter();
  panel.take(ToggleLanguage{0}, now);
  panel.take(ToggleLanguage{1}, now);
  EXPECT_THAT(offered(), ElementsAre("de"));
}
TEST_F(Panel, AnotherSetOffersWhatItHas) {
  panel = StaffPanel(sets(), {"checkout", {"de", "ar"}, "ar"});
  enter();
  panel.take(PickSurveySet{1}, now);
  EXPECT_THAT(offered(), ElementsAre("de"));
  EXPECT_EQ(first_language(), "de");
  panel.take(PickSurveySet{0}, now);
  EXPECT_THAT(offered(), ElementsAre("de", "ar"));
  EXPECT_EQ(first_language(), "ar");
  EXPECT_FALSE(view().changed);
}
TEST_F(Panel, ASetWithoutAnyOfferedLanguageOffersItsFirst) {
  enter();
  panel.take(PickSurveySet{2}, now);
  EXPECT_EQ(save(), (record::StaffAction{"bistro", {"fr"}, "fr"}));
}
TEST_F(Panel, WhatIsNotThereIsIgnored) {
  enter();
  panel.take(PickSurveySet{3}, now);
  panel.take(ToggleLanguage{3}, now);
  panel.take(PickDefaultLanguage{3}, now);
  panel.take(TapFace{1}, now);
  EXPECT_FALSE(view().changed);
}
TEST_F(Panel, NothingChangedIsNothingSaved) {
  enter();
  panel.take(SaveStaffChanges{}, now);
  EXPECT_FALSE(panel.take_action());
}

// Saving
TEST_F(Panel, KeptTakesEffectAndCloses) {
  enter();
  panel.take(PickSurveySet{1}, now);
  const auto action = save();
  EXPECT_FALSE(panel.take_action()) << "once";
  EXPECT_TRUE(view().saving);
  EXPECT_EQ(panel.in_force().survey_set, "checkout");
  panel.kept();
  EXPECT_FALSE(panel.is_open());
  EXPECT_EQ(panel.in_force(), action);
}
TEST_F(Panel, NotKeptSaysSoAndMayBeTriedAgain) {
  enter();
  panel.take(PickSurveySet{1}, now);
  save();
  panel.not_kept(now);
  EXPECT_TRUE(view().save_failed);
  EXPECT_FALSE(view().saving);
  EXPECT_EQ(panel.in_force().survey_set, "checkout");
  save();
  EXPECT_FALSE(view().save_failed);
  panel.kept();
  EXPECT_EQ(panel.in_force().survey_set, "service-desk");
}
TEST_F(Panel, WhileSavingNothingChangesButStaffMayLeave) {
  enter();
  panel.take(PickSurveySet{1}, now);
  const auto action = save();
  panel.take(PickSurveySet{0}, now);
  panel.take(LeaveStaff{}, now);
  EXPECT_FALSE(panel.is_open());
  panel.kept();
  EXPECT_EQ(panel.in_force(), action);
}
TEST_F(Panel, ShowsHowManyAnswersWereSent) {
  panel.set_counts(7, 5, true);
  panel.open(now);
  EXPECT_EQ(view().kept, 7u);
  EXPECT_EQ(view().acknowledged, 5u);
  EXPECT_TRUE(view().waits);
  panel.set_counts(7, 7, false);
  EXPECT_FALSE(view().waits);
}

// What an older journal may ask for
TEST_F(Panel, AnUnfittingChoiceIsMadeToFit) {
  const auto fitted = [](const record::StaffAction& action) {
    return StaffPanel(sets(), action).in_force();
  };
  EXPECT_EQ(fitted({"gone", {"en"}, "en"}), (record::StaffAction{"checkout", {"en"}, "en"}));
  EXPECT_EQ(fitted({"bistro", {"en"}, "en"}), (record::StaffAction{"bistro", {"fr"}, "fr"}));
  EXPECT_EQ(fitted({"checkout", {"en", "xx"}, "ar"}),
            (record::StaffAction{"checkout", {"en"}, "en"}));
  EXPECT_EQ(fitted({}), (record::StaffAction{"checkout", {"en"}, "en"}));
}

// Devices
TEST_F(Panel, ADeviceIsAllowedOnlyBehindThePin) {
  EXPECT_TRUE(panel.know_refused("Keyboard"));
  EXPECT_FALSE(panel.know_refused("Keyboard"));
  panel.open(now);
  EXPECT_EQ(view().refused_device, "") << "nothing shows before the PIN";
  panel.take(AllowDevice{}, now);
  EXPECT_FALSE(panel.take_allowed());
}
TEST_F(Panel, ADeviceIsAllowedOnceUntilItHadItsTime) {
  enter();
  panel.take(AllowDevice{}, now);
  EXPECT_FALSE(panel.take_allowed()) << "none is refused";
  panel.know_refused("Keyboard");
  EXPECT_FALSE(view().allowing);
  panel.take(AllowDevice{}, now);
  EXPECT_EQ(panel.take_allowed(), "Keyboard");
  EXPECT_TRUE(view().allowing);
  panel.take(AllowDevice{}, now);
  EXPECT_FALSE(panel.take_allowed());
  now += StaffPanel::allowing_ms;
  EXPECT_EQ(panel.next_deadline(), now);
  panel.tick(now);
  EXPECT_FALSE(view().allowing);
  panel.take(AllowDevice{}, now);
  EXPECT_EQ(panel.take_allowed(), "Keyboard");
}
TEST_F(Panel, TheNextDeviceIsAskedForAnew) {
  enter();
  panel.know_refused("Keyboard");
  panel.take(AllowDevice{}, now);
  EXPECT_TRUE(panel.know_refused("Stick"));
  EXPECT_FALSE(panel.take_allowed()) << "what was tapped is not what is there now";
  EXPECT_FALSE(view().allowing);
}
TEST_F(Panel, SafeModeIsSaid) {
  enter();
  EXPECT_FALSE(view().safe_mode);
  panel.set_safe_mode(true);
  EXPECT_TRUE(view().safe_mode);
}

RC_GTEST_PROP(PanelProperty, TheFirstLanguageIsOfferedWhateverIsTapped, ()) {
  StaffPanel panel(sets(), {});
  panel.open(0);
  for (const int digit : {2, 7, 1, 8, 2, 8}) panel.take(PressDigit{digit}, 0);
  RC_ASSERT(panel.pin_to_verify().has_value());
  panel.verified(true, 0);
  const auto taps = *rc::gen::inRange(0, 40);
  for (int i = 0; i < taps; ++i) {
    const auto index = *rc::gen::inRange<std::size_t>(0, 4);
    panel.take(*rc::gen::element<Intent>(PickSurveySet{index}, ToggleLanguage{index},
                                         PickDefaultLanguage{index}),
               0);
    int defaults = 0;
    for (const auto& one : panel.view(0).languages) {
      RC_ASSERT(!one.is_default || one.offered);
      defaults += one.is_default ? 1 : 0;
    }
    RC_ASSERT(defaults == 1);
  }
}

}  // namespace
}  // namespace smilepost::kiosk
