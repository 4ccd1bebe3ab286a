// The staff corner, the PIN, another survey set, other languages.
#include <gtest/gtest.h>

#include "tests/driver/ui_driver.h"

namespace smilepost::tests {
namespace {

constexpr const char* pin = "739164";

DriverOptions enrolled() {
  DriverOptions options;
  options.pin = pin;
  return options;
}

void enter(UiDriver& ui, const std::string& digits) {
  for (const char digit : digits) ui.tap(std::string("digit-") + digit);
  ui.wait_for_pin();
}

void open_panel(UiDriver& ui) {
  ui.hold("staff-corner", 2'100);
  ASSERT_TRUE(ui.has("digit-1"));
  enter(ui, pin);
  ui.wait(1'000);  // the new screen's lock-out
}

TEST(AppStaff, ATapOnTheCornerOpensNothing) {
  UiDriver ui(enrolled());
  ui.tap("staff-corner");
  EXPECT_FALSE(ui.has("digit-1"));
}

TEST(AppStaff, WithoutEnrolmentThereIsNoPanelAndNoDefaultPin) {
  UiDriver ui;
  ui.hold("staff-corner", 2'100);
  EXPECT_FALSE(ui.has("digit-1"));
}

TEST(AppStaff, AWrongPinIsSaidAndOpensNothing) {
  UiDriver ui(enrolled());
  ui.hold("staff-corner", 2'100);
  enter(ui, "739165");
  EXPECT_TRUE(ui.shows("Wrong PIN"));
  EXPECT_FALSE(ui.has("leave"));
}

TEST(AppStaff, AnotherSetAndDefaultLanguageAreASignedRecordAndShowToTheNextShopper) {
  UiDriver ui(enrolled());
  open_panel(ui);
  ASSERT_TRUE(ui.has("leave"));
  ui.tap("staff-set-1");
  ui.tap("staff-default-1");
  ui.tap("save");
  ASSERT_EQ(ui.staff_actions().size(), 1U);
  EXPECT_EQ(ui.staff_actions()[0].survey_set, "service-desk");
  EXPECT_EQ(ui.staff_actions()[0].default_language, "de");
  ui.wait(5'000);
  ui.tap("face-4");
  ASSERT_EQ(ui.answers().size(), 1U);
  EXPECT_EQ(ui.answers()[0].survey_set, "service-desk");
  EXPECT_EQ(ui.answers()[0].presentation.language, "de");
}

TEST(AppStaff, TheLastLanguageCannotBeTakenAway) {
  UiDriver ui(enrolled());
  open_panel(ui);
  for (int i = 0; i < 3; ++i)
    if (ui.has("staff-language-" + std::to_string(i)))
      ui.tap("staff-language-" + std::to_string(i));
  if (ui.has("save")) ui.tap("save");
  for (const auto& action : ui.staff_actions()) EXPECT_FALSE(action.languages.empty());
}

TEST(AppStaff, APanelLeftAloneCloses) {
  UiDriver ui(enrolled());
  open_panel(ui);
  ui.wait(61'000);
  EXPECT_TRUE(ui.has("face-1"));
  EXPECT_FALSE(ui.has("leave"));
}

TEST(AppStaff, ADeviceThatIsRefusedIsAllowedOnce) {
  ScriptedUsb usb;
  auto options = enrolled();
  options.usb = &usb;
  UiDriver ui(options);
  EXPECT_FALSE(usb.looks) << "nobody wants to know";
  open_panel(ui);
  EXPECT_TRUE(usb.looks);
  EXPECT_FALSE(ui.has("allow"));
  usb.plugged = "USB Keyboard";
  ui.wait(100);
  EXPECT_TRUE(ui.shows("USB Keyboard"));
  ui.tap("allow");
  EXPECT_FALSE(ui.has("allow")) << "once is enough";
  EXPECT_EQ(usb.allowed, std::vector<std::string>{"USB Keyboard"});
  usb.plugged.reset();
  ui.wait(100);
  EXPECT_FALSE(ui.has("allow"));
  ui.tap("leave");
  ui.wait(100);
  EXPECT_FALSE(usb.looks);
}

}  // namespace
}  // namespace smilepost::tests
