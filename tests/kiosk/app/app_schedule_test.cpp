// The schedule while the kiosk is in use: what shows when, and never in the middle of an answer.
#include <gtest/gtest.h>

#include "tests/driver/ui_driver.h"
#include "tests/kiosk/app/bundles.h"

namespace smilepost::tests {
namespace {

constexpr std::uint64_t second = 1'000, minute = 60'000, hour = 60 * minute;
constexpr const char* at_checkout = "How was your visit today?";
constexpr const char* at_desk = "How easy was it to get help today?";
constexpr const char* pin = "739164";

// The driver's clock stands at 13:00 there.
kiosk::Schedule schedule_of(std::vector<kiosk::ScheduleRule> rules) {
  kiosk::Schedule schedule;
  schedule.time_zone = "Europe/Berlin";
  schedule.open.fill({kiosk::Span{}});
  schedule.rules = std::move(rules);
  return schedule;
}

kiosk::ScheduleRule rule(int from_hour, int to_hour, record::StaffAction shows) {
  return {.hours = {from_hour * 60, to_hour * 60}, .shows = std::move(shows)};
}

DriverOptions with(kiosk::Schedule schedule) {
  DriverOptions options;
  options.width = 320;  // hours have many frames, and few pixels make them quick
  options.height = 200;
  options.pin = pin;
  options.schedule = std::move(schedule);
  return options;
}

DriverOptions desk_from_two_to_three() {
  return with(schedule_of({rule(14, 15, {"service-desk", {}, {}})}));
}

void choose_the_desk(UiDriver& ui) {
  ui.hold("staff-corner", 2'100);
  for (const char digit : std::string(pin)) ui.tap(std::string("digit-") + digit);
  ui.wait_for_pin();
  ui.wait(second);
  ui.tap("staff-set-1");
  ui.tap("save");
  ui.wait(4 * second);
}

TEST(AppSchedule, AnotherSetShowsAtItsTimeAndTheFirstOneAgainAfterIt) {
  UiDriver ui(desk_from_two_to_three());
  ui.pass(hour - 1);
  EXPECT_TRUE(ui.shows(at_checkout));
  ui.pass(1);
  EXPECT_TRUE(ui.shows(at_desk));
  ui.wait(second);  // who touches just then meant the question before
  ui.tap("face-4");
  ASSERT_EQ(ui.answers().size(), 1U);
  EXPECT_EQ(ui.answers()[0].survey_set, "service-desk");
  ui.pass(hour);
  EXPECT_TRUE(ui.shows(at_checkout));
}

TEST(AppSchedule, WhatIsDueAtTheStartShowsAtOnce) {
  UiDriver ui(with(schedule_of({rule(13, 14, {"service-desk", {"de"}, "de"})})));
  EXPECT_TRUE(ui.shows("Wie leicht bekamen Sie heute Hilfe?"));
  EXPECT_FALSE(ui.has("language-en"));
}

TEST(AppSchedule, LanguagesAloneMayChange) {
  UiDriver ui(with(schedule_of({rule(14, 15, {"", {"ar", "de"}, "de"})})));
  ui.pass(hour);
  EXPECT_TRUE(ui.shows("Wie war Ihr Besuch heute?"));
  EXPECT_TRUE(ui.has("language-ar"));
  EXPECT_FALSE(ui.has("language-en"));
}

TEST(AppSchedule, InTheMiddleOfASurveyItWaitsUntilTheShopperHasGone) {
  UiDriver ui(desk_from_two_to_three());
  ui.pass(hour - 5 * second);
  ui.tap("face-1");
  ASSERT_TRUE(ui.has("reason-0"));
  ui.wait(8 * second);
  ui.tap("reason-0");
  ui.tap("done");
  EXPECT_FALSE(ui.shows(at_desk));
  ASSERT_EQ(ui.answers().size(), 2U);
  for (const auto& answer : ui.answers()) EXPECT_EQ(answer.survey_set, "checkout");
  ui.tap("new-visitor");
  ui.wait(4 * second);
  EXPECT_TRUE(ui.shows(at_desk));
}

TEST(AppSchedule, AChangedLanguageIsSomebodyToo) {
  UiDriver ui(desk_from_two_to_three());
  ui.pass(hour - 2 * second);
  ui.tap("language-de");
  ui.wait(5 * second);
  EXPECT_TRUE(ui.shows("Wie war Ihr Besuch heute?"));
  ui.wait(15 * second);
  EXPECT_TRUE(ui.shows(at_desk));
}

TEST(AppSchedule, AFingerOnTheGlassHoldsItUp) {
  UiDriver ui(desk_from_two_to_three());
  ui.pass(hour - second);
  ui.down("face-3");
  ui.wait(2 * second);
  EXPECT_FALSE(ui.shows(at_desk));
  ui.up();
  ASSERT_EQ(ui.answers().size(), 1U);
  EXPECT_EQ(ui.answers()[0].survey_set, "checkout");
}

TEST(AppSchedule, ABagOnTheGlassDoesNot) {
  UiDriver ui(desk_from_two_to_three());
  ui.pass(hour - minute);
  ui.down("face-3");
  ui.pass(2 * minute);
  EXPECT_TRUE(ui.shows(at_desk));
  ui.up();
  EXPECT_TRUE(ui.answers().empty());
}

TEST(AppSchedule, WhatStaffChoseHoldsUntilTheNextChange) {
  auto schedule = schedule_of({rule(14, 15, {"checkout", {"de"}, "de"})});
  UiDriver ui(with(schedule));
  choose_the_desk(ui);
  EXPECT_TRUE(ui.shows(at_desk));
  ui.pass(50 * minute);
  EXPECT_TRUE(ui.shows(at_desk));
  ui.pass(10 * minute);
  EXPECT_TRUE(ui.shows("Wie war Ihr Besuch heute?"));
  ui.pass(hour);
  EXPECT_TRUE(ui.shows(at_checkout)) << "it does not come back";
}

TEST(AppSchedule, WhatStaffChoseHoldsWhereTheScheduleSaysNothingOfSets) {
  UiDriver ui(with(schedule_of({})));
  choose_the_desk(ui);
  ui.pass(3 * hour);
  EXPECT_TRUE(ui.shows(at_desk));
}

TEST(AppSchedule, WhileStaffAreAtThePanelItWaits) {
  UiDriver ui(desk_from_two_to_three());
  ui.pass(hour - 5 * second);
  ui.hold("staff-corner", 2'100);
  ui.wait(5 * second);
  ASSERT_TRUE(ui.has("cancel"));
  ui.tap("cancel");
  ui.wait(4 * second);
  EXPECT_TRUE(ui.shows(at_desk));
}

TEST(AppSchedule, AClockThatIsSetMeanwhileIsNoticedWithinAMinute) {
  UiDriver ui(desk_from_two_to_three());
  ui.set_wall(ui.wall_ms() + std::int64_t{90} * minute);
  ui.pass(minute);
  EXPECT_TRUE(ui.shows(at_desk));
}

TEST(AppSchedule, WhileTheClockSays1970NothingIsScheduled) {
  auto options = with(schedule_of({rule(0, 24, {"service-desk", {}, {}})}));
  options.schedule->open.fill({});
  options.wall_ms = 0;
  UiDriver ui(options);
  ui.pass(10 * minute);
  EXPECT_TRUE(ui.shows(at_checkout)) << "and open";
  ui.set_wall(DriverOptions{}.wall_ms);
  ui.tap_at(160, 82);
  ui.pass(minute);
  EXPECT_TRUE(ui.shows(at_desk));
}

TEST(AppSchedule, ThatTheClockBecomesKnownDoesNotEndWhatStaffChose) {
  auto options = with(schedule_of({rule(0, 24, {"checkout", {"de"}, "de"})}));
  options.wall_ms = 0;
  UiDriver ui(options);
  choose_the_desk(ui);
  ui.set_wall(DriverOptions{}.wall_ms);
  ui.pass(10 * minute);
  EXPECT_TRUE(ui.shows(at_desk));
}

TEST(AppSchedule, ABundleBringsAnother) {
  UiDriver ui(desk_from_two_to_three());
  record::Bundle bundle;
  bundle.version = 1;
  bundle.settings = R"({"schedule": {"time_zone": "Europe/Berlin", "rules": [
    {"hours": "13:00-14:00", "survey_set": "service-desk"}]}})";
  ui.bring(bundle);
  ui.wait(4 * second);
  EXPECT_TRUE(ui.shows(at_desk));
  ui.pass(hour);
  EXPECT_TRUE(ui.shows(at_checkout));
}

}  // namespace
}  // namespace smilepost::tests
