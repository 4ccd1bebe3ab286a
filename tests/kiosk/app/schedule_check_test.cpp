// What of a schedule a kiosk can meet, on the way from kiosk.json or a bundle to its screen.
#include "kiosk/schedule_check.h"

#include <gtest/gtest.h>

#include "kiosk/restocking.h"
#include "tests/kiosk/app/bundles.h"
#include "tests/places.h"

namespace smilepost::kiosk {
namespace {

Schedule lunch_in(const std::string& zone, const std::string& survey_set) {
  Schedule schedule;
  schedule.time_zone = zone;
  schedule.rules = {ScheduleRule{.hours = {660, 840}, .shows = {survey_set, {}, {}}}};
  return schedule;
}

Config with(const Schedule& schedule) {
  Config config;
  config.schedule = schedule;
  config.languages = {"en", "de"};
  return config;
}

Restocking restocking_of(const Config& config) {
  const auto fits = [](const SurveySet&, const std::string&, const std::string&) -> Status {
    return Done{};
  };
  return {Stock::of_folder(std::filesystem::path(tests::in_source("assets/surveys"))), config,
          fits};
}

// What came of it, and what was logged.
struct Outcome {
  std::optional<Restocked> restocked;
  std::string logged;
};
Outcome opened(const Config& config, const std::optional<record::Bundle>& bundle = {}) {
  auto restocking = restocking_of(config);
  testing::internal::CaptureStderr();
  auto restocked = restocking.open(bundle, {});
  auto logged = testing::internal::GetCapturedStderr();
  EXPECT_TRUE(restocked);
  return {*std::move(restocked), std::move(logged)};
}

TEST(ScheduleCheck, AnUnknownTimeZoneCostsTheScheduleAlone) {
  testing::internal::CaptureStderr();
  const auto config = with_sound_schedule(with(lunch_in("Europe/Hamburg", "checkout")));
  const auto logged = testing::internal::GetCapturedStderr();
  EXPECT_FALSE(config.schedule);
  EXPECT_NE(logged.find("kiosk.json at /schedule/time_zone: 'Europe/Hamburg'"), std::string::npos)
      << logged;
  EXPECT_TRUE(with_sound_schedule(with(lunch_in("Europe/Berlin", "checkout"))).schedule);
}

TEST(ScheduleCheck, AFaultOfKioskJsonIsSaid) {
  Config config;
  config.schedule_fault = Error{"kiosk.json at /schedule/open: must be"};
  testing::internal::CaptureStderr();
  with_sound_schedule(config);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("/schedule/open"), std::string::npos);
}

TEST(ScheduleCheck, ARuleForASetThatIsNotThereIsSaidAndLeftOut) {
  auto schedule = lunch_in("Europe/Berlin", "canteen");
  schedule.rules.push_back(ScheduleRule{.shows = {"service-desk", {"de", "tlh"}, {}}});
  const auto [restocked, logged] = opened(with(schedule));
  ASSERT_TRUE(restocked->schedule);
  ASSERT_EQ(restocked->schedule->rules.size(), 1U);
  EXPECT_EQ(restocked->schedule->rules[0].shows.survey_set, "service-desk");
  EXPECT_NE(logged.find("kiosk.json at /schedule/rules/0/survey_set: there is no usable survey set "
                        "'canteen'"),
            std::string::npos)
      << logged;
  EXPECT_NE(logged.find("/schedule/rules/1/languages/offered"), std::string::npos) << logged;
}

TEST(ScheduleCheck, WhatARuleLeavesOpenIsAsInTheFirstChoice) {
  const auto [restocked, logged] = opened(with(lunch_in("Europe/Berlin", "checkout")));
  const auto& shelf = restocked->shelf;
  EXPECT_EQ(shelf.scheduled({}), shelf.first_choice());
  EXPECT_EQ(shelf.scheduled({"service-desk", {}, {}}),
            (record::StaffAction{"service-desk", {"en", "de"}, "en"}));
  EXPECT_EQ(shelf.scheduled({"", {"ar", "en"}, "en"}),
            (record::StaffAction{"checkout", {"ar", "en"}, "en"}));
  EXPECT_EQ(shelf.scheduled({"", {}, "de"}), (record::StaffAction{"checkout", {"en", "de"}, "de"}));
  EXPECT_EQ(shelf.scheduled({"canteen", {"tlh"}, {}}).survey_set, "checkout");
}

record::Bundle bundle_saying(const std::string& settings) {
  record::Bundle bundle;
  bundle.version = 5;
  bundle.settings = settings;
  return bundle;
}

TEST(ScheduleCheck, ABundlesScheduleReplacesThatOfKioskJson) {
  const auto [restocked, logged] = opened(
      with(lunch_in("Europe/Berlin", "checkout")),
      bundle_saying(
          R"({"schedule": {"time_zone": "Asia/Kolkata", "rules": [{"survey_set": "restroom"}]}})"));
  EXPECT_EQ(logged, "");
  ASSERT_TRUE(restocked->schedule);
  EXPECT_EQ(restocked->schedule->time_zone, "Asia/Kolkata");
  EXPECT_EQ(restocked->schedule->rules[0].shows.survey_set, "restroom");
}

TEST(ScheduleCheck, ABundlesInAnUnknownZoneLeavesThatOfKioskJson) {
  const auto [restocked, logged] = opened(with(lunch_in("Europe/Berlin", "checkout")),
                                          bundle_saying(R"({"schedule": {"time_zone": "Mars"}})"));
  EXPECT_EQ(restocked->schedule->time_zone, "Europe/Berlin");
  EXPECT_NE(logged.find("bundle 5 at /schedule/time_zone: 'Mars'"), std::string::npos) << logged;
  EXPECT_EQ(restocked->version, 5U) << "the rest of it applies";
}

TEST(ScheduleCheck, WithoutABundlesThatOfKioskJsonHolds) {
  const auto [restocked, logged] = opened(with(lunch_in("Europe/Berlin", "checkout")),
                                          bundle_saying(R"({"survey_sets": ["restroom"]})"));
  ASSERT_TRUE(restocked->schedule);
  EXPECT_TRUE(restocked->schedule->rules.empty()) << "its set is not on the shelf any more";
}

}  // namespace
}  // namespace smilepost::kiosk
