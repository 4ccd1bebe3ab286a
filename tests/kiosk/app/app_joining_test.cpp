// A kiosk that nobody has set up, from its first frame to its first receipt: what stands on the
// glass, and that shoppers never wait for it.
#include <gtest/gtest.h>

#include "kiosk/staff/pin.h"
#include "record/enrolment.h"
#include "record/receipt.h"
#include "tests/driver/ui_driver.h"

namespace smilepost::tests {
namespace {

using kiosk::JoiningState;

constexpr const char* pin = "739164";

std::string some_code() {
  record::EnrolmentCode code;
  code.secret.fill(7);
  return record::to_string(code);
}

class AppJoining : public ::testing::Test {
 protected:
  UiDriver& start() {
    options_.joining = &joining_;
    options_.enrolled = [this](const kiosk::EnrolmentFile& file) { enrolled_.push_back(file); };
    ui_ = std::make_unique<UiDriver>(options_);
    return *ui_;
  }
  // Wakes the loop, as the thread would.
  void hear() { ui_->wait(100); }
  void type(const std::string& text) {
    for (const char c : text) ui_->tap_quickly(std::string("key-") + c);
    ui_->wait(1'000);
  }
  void press(const std::string& digits) {
    for (const char digit : digits) ui_->tap_quickly(std::string("digit-") + digit);
    ui_->wait(1'000);
  }

  ScriptedJoining joining_;
  DriverOptions options_;
  std::vector<kiosk::EnrolmentFile> enrolled_;
  std::unique_ptr<UiDriver> ui_;
};

TEST_F(AppJoining, a_kiosk_that_nobody_set_up_begins_with_its_number_and_goes_on_to_the_survey) {
  auto& ui = start();
  EXPECT_TRUE(ui.shows("7f3a91c0"));
  EXPECT_TRUE(ui.shows("Not connected to a server yet"));
  EXPECT_FALSE(ui.has("face-1"));
  ui.wait(1'000);
  ui.tap("leave");
  ui.wait(1'000);
  EXPECT_TRUE(ui.has("face-1"));
  ui.tap("face-4");
  EXPECT_EQ(ui.answers().size(), 1U);
}

TEST_F(AppJoining, after_ten_minutes_shoppers_may_come) {
  auto& ui = start();
  ui.pass(599'000);
  EXPECT_FALSE(ui.has("face-1"));
  ui.pass(2'000);
  EXPECT_TRUE(ui.has("face-1"));
}

TEST_F(AppJoining, a_card_that_says_all_shows_the_survey_at_once) {
  joining_.says.status.state = JoiningState::trying;
  joining_.says.status.backend_url = "https://feedback.example";
  EXPECT_TRUE(start().has("face-1"));
}

TEST_F(AppJoining, what_comes_by_itself_takes_the_page_away_that_nobody_touched) {
  auto& ui = start();
  joining_.says.status.state = JoiningState::trying;
  joining_.says.status.backend_url = "https://feedback.example";
  hear();
  EXPECT_TRUE(ui.has("face-1"));
}

TEST_F(AppJoining, an_address_and_a_code_are_typed_checked_and_sent) {
  auto& ui = start();
  ui.wait(1'000);
  ui.tap("connect");
  ui.wait(1'000);
  type("feedback.example");
  ui.tap("next");
  ui.wait(1'000);
  ASSERT_TRUE(ui.shows("Enrolment code"));
  type("7k3m");
  ui.tap("next");
  EXPECT_TRUE(ui.shows("Something is mistyped"));
  EXPECT_TRUE(joining_.orders.empty());
}

TEST_F(AppJoining, a_code_is_forgiven_its_case_and_dashes) {
  auto& ui = start();
  ui.wait(1'000);
  ui.tap("connect");
  ui.wait(1'000);
  type("feedback.example:8443/a");
  ui.tap("next");
  ui.wait(1'000);
  std::string typed;
  for (const char c : some_code())
    if (c != '-') typed += static_cast<char>(std::tolower(c));
  type(typed);
  ui.tap("next");
  ASSERT_EQ(joining_.orders.size(), 1U);
  EXPECT_EQ(joining_.orders[0].first, "https://feedback.example:8443/a");
  EXPECT_EQ(joining_.orders[0].second, some_code());
  // Whoever typed it wants to see what becomes of it.
  joining_.says.status = {JoiningState::waits, "https://feedback.example:8443/a", 0, false};
  hear();
  EXPECT_TRUE(ui.shows("Waits to be accepted at feedback.example:8443/a"));
}

TEST_F(AppJoining, no_address_is_said_and_stays_to_be_mended) {
  auto& ui = start();
  ui.wait(1'000);
  ui.tap("connect");
  ui.wait(1'000);
  type("..");
  ui.tap("next");
  EXPECT_TRUE(ui.shows("This is no address"));
  EXPECT_TRUE(ui.shows("https://.."));
}

TEST_F(AppJoining, a_first_pin_is_chosen_twice_and_opens_the_panel_from_then_on) {
  auto& ui = start();
  ui.wait(1'000);
  ui.tap("choose-pin");
  ui.wait(1'000);
  press("111111");
  EXPECT_TRUE(ui.shows("Too easy to guess"));
  press(pin);
  EXPECT_TRUE(ui.shows("Enter the PIN again"));
  press("739165");
  EXPECT_TRUE(ui.shows("The two are not the same"));
  EXPECT_TRUE(joining_.pins.empty());
  press(pin);
  press(pin);
  ASSERT_EQ(joining_.pins, std::vector<std::string>{pin});
  joining_.says.status.has_pin = true;
  joining_.says.pin_hash = *kiosk::hash_pin(pin);
  hear();
  EXPECT_FALSE(ui.has("choose-pin"));
  ui.tap("leave");
  ui.wait(1'000);
  ui.hold("staff-corner", 2'100);
  for (const char digit : std::string(pin)) ui.tap(std::string("digit-") + digit);
  ui.wait_for_pin();
  ui.wait(1'000);
  EXPECT_TRUE(ui.has("connection"));
  ui.tap("connection");
  EXPECT_TRUE(ui.shows("7f3a91c0"));
}

TEST_F(AppJoining, who_is_enrolled_while_it_runs_goes_on_so_once) {
  auto& ui = start();
  ui.tap("leave");
  joining_.says.status.state = JoiningState::joined;
  joining_.says.enrolments = 1;
  joining_.says.enrolment = kiosk::EnrolmentFile{"https://feedback.example", {}, "", {}};
  hear();
  hear();
  ASSERT_EQ(enrolled_.size(), 1U);
  EXPECT_EQ(enrolled_[0].backend_url, "https://feedback.example");
}

// Ten kiosks without a name wait at once, and each is accepted by its number.
TEST_F(AppJoining, one_that_waits_shows_its_number_for_two_minutes_and_can_not_be_set_up) {
  joining_.says.status = {JoiningState::waits, "https://feedback.example", 0, false};
  auto& ui = start();
  ui.wait(1'000);
  EXPECT_TRUE(ui.shows("7f3a91c0"));
  EXPECT_TRUE(ui.shows("Waits to be accepted at feedback.example"));
  EXPECT_FALSE(ui.has("connect") || ui.has("choose-pin")) << "nobody typed a PIN";
  ui.pass(117'000);
  EXPECT_FALSE(ui.has("face-1"));
  ui.pass(4'000);
  EXPECT_TRUE(ui.has("face-1"));
  hear();
  EXPECT_TRUE(ui.has("face-1")) << "once a start";
}

TEST_F(AppJoining, a_shopper_starts_the_survey_of_one_that_waits) {
  joining_.says.status = {JoiningState::waits, "https://feedback.example", 0, true};
  auto& ui = start();
  ui.wait(1'000);
  ui.tap("leave");
  ui.wait(1'000);
  ui.tap("face-4");
  EXPECT_EQ(ui.answers().size(), 1U);
}

TEST_F(AppJoining, once_it_is_accepted_the_survey_shows) {
  joining_.says.status = {JoiningState::waits, "https://feedback.example", 0, false};
  auto& ui = start();
  ui.wait(1'000);
  ASSERT_FALSE(ui.has("face-1"));
  joining_.says.status.state = JoiningState::joined;
  hear();
  EXPECT_TRUE(ui.has("face-1"));
}

TEST_F(AppJoining, a_shopper_who_answers_never_sees_that_it_waits) {
  joining_.says.status = {JoiningState::trying, "https://feedback.example", 0, false};
  auto& ui = start();
  ui.wait(1'000);
  ui.tap("face-1");
  joining_.says.status.state = JoiningState::waits;
  hear();
  EXPECT_FALSE(ui.shows("accepted"));
  joining_.says.status.state = JoiningState::refused;
  hear();
  EXPECT_FALSE(ui.shows("code"));
}

}  // namespace
}  // namespace smilepost::tests
