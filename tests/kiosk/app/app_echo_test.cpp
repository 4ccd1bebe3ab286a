// "11 others said this today", through the real loop, display and journal.
#include <gtest/gtest.h>

#include "tests/driver/ui_driver.h"

namespace smilepost::tests {
namespace {

constexpr std::uint64_t second = 1'000, minute = 60 * second, hour = 60 * minute;

// The driver's clock stands at 13:00 there.
DriverOptions in_berlin() {
  DriverOptions options;
  options.schedule.emplace();
  options.schedule->time_zone = "Europe/Berlin";
  options.schedule->open.fill({kiosk::Span{}});
  return options;
}

void complain(UiDriver& ui, const std::vector<std::string>& reasons) {
  ui.tap("face-1");
  for (const auto& reason : reasons) ui.tap(reason);
  EXPECT_FALSE(ui.shows("said this today")) << "on a screen that asks";
  ui.tap("done");
}

void complaints(UiDriver& ui, int count, const std::vector<std::string>& reasons) {
  for (int i = 0; i < count; ++i) {
    complain(ui, reasons);
    ui.tap("new-visitor");
    ui.pass(20 * second);
  }
}

TEST(AppEcho, WhoSaysWhatFiveOthersSaidIsToldSo) {
  UiDriver ui(in_berlin());
  complaints(ui, 4, {"reason-0"});
  complain(ui, {"reason-0"});
  EXPECT_FALSE(ui.shows("said this today"));
  ui.tap("new-visitor");
  ui.pass(20 * second);
  complain(ui, {"reason-0"});
  EXPECT_TRUE(ui.shows("5 others said this today"));
  EXPECT_FALSE(ui.shows("Long wait"));
  EXPECT_EQ(ui.verified_answers().operator*(), 12U);
}

TEST(AppEcho, OfSeveralReasonsItSaysWhich) {
  UiDriver ui(in_berlin());
  complaints(ui, 5, {"reason-1"});
  ui.tap("language-de");
  complain(ui, {"reason-0", "reason-1"});
  EXPECT_TRUE(ui.shows("Unfreundlich"));
  EXPECT_TRUE(ui.shows("Das sagten heute auch 5 andere"));
}

TEST(AppEcho, AtTheShopsMidnightItBeginsAnew) {
  UiDriver ui(in_berlin());
  complaints(ui, 6, {"reason-0"});
  complain(ui, {"reason-0"});
  EXPECT_TRUE(ui.shows("6 others said this today"));
  ui.tap("new-visitor");
  ui.pass(11 * hour);
  complain(ui, {"reason-0"});
  EXPECT_FALSE(ui.shows("said this today"));
}

TEST(AppEcho, WhereTheClockSaysNineteenSeventyNothingIsSaid) {
  auto options = in_berlin();
  options.wall_ms = 3'600'000;
  UiDriver ui(options);
  complaints(ui, 6, {"reason-0"});
  complain(ui, {"reason-0"});
  EXPECT_FALSE(ui.shows("said this today"));
}

}  // namespace
}  // namespace smilepost::tests
