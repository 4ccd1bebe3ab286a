#include "kiosk/staff/connecting.h"

#include <gtest/gtest.h>

#include "record/enrolment.h"

namespace smilepost::kiosk {
namespace {

using Page = ConnectionPage;

class ConnectingKiosks : public ::testing::Test {
 protected:
  void type(const std::string& text) {
    for (const char c : text) connecting_.take(TypeCharacter{c});
  }
  void press(const std::string& digits) {
    for (const char c : digits) connecting_.take(PressDigit{c - '0'});
  }
  Page page() { return connecting_.view().page; }

  Connecting connecting_;
};

TEST_F(ConnectingKiosks, the_address_that_is_known_stands_there_already) {
  connecting_.know({.backend_url = "https://feedback.example"});
  connecting_.begin(Connecting::Opening::by_staff);
  connecting_.take(StartConnecting{});
  EXPECT_EQ(connecting_.view().typed, "https://feedback.example");
  connecting_.take(FinishEntry{});
  EXPECT_EQ(page(), Page::code);
}

TEST_F(ConnectingKiosks, a_code_is_shown_in_groups_and_never_kept_after_it_was_left) {
  connecting_.begin(Connecting::Opening::by_staff);
  connecting_.take(StartConnecting{});
  type("x.example");
  connecting_.take(FinishEntry{});
  type("7k3m9");
  EXPECT_EQ(connecting_.view().typed, "7K3M-9");
  connecting_.take(EraseCharacter{});
  EXPECT_EQ(connecting_.view().typed, "7K3M");
  EXPECT_FALSE(connecting_.take(LeaveStaff{}));
  EXPECT_EQ(page(), Page::address);
  connecting_.take(FinishEntry{});
  EXPECT_EQ(connecting_.view().typed, "");
}

TEST_F(ConnectingKiosks, each_page_leads_back_and_the_first_one_out) {
  connecting_.begin(Connecting::Opening::first_start);
  connecting_.take(ChoosePin{});
  EXPECT_EQ(page(), Page::pin);
  EXPECT_FALSE(connecting_.take(LeaveStaff{}));
  EXPECT_EQ(page(), Page::state);
  EXPECT_TRUE(connecting_.take(LeaveStaff{}));
}

TEST_F(ConnectingKiosks, what_is_shown_to_be_read_sets_nothing) {
  connecting_.begin(Connecting::Opening::waiting);
  for (const Intent& intent :
       {Intent(StartConnecting{}), Intent(ChoosePin{}), Intent(FinishEntry{})})
    EXPECT_FALSE(connecting_.take(intent));
  type("x.example");
  press("739164739164");
  EXPECT_EQ(page(), Page::state);
  EXPECT_FALSE(connecting_.take_order());
  EXPECT_FALSE(connecting_.take_pin());
  EXPECT_TRUE(connecting_.take(LeaveStaff{}));
}

TEST_F(ConnectingKiosks, a_pin_that_is_set_is_not_replaced_here) {
  connecting_.know({.has_pin = true});
  connecting_.begin(Connecting::Opening::by_staff);
  connecting_.take(ChoosePin{});
  EXPECT_EQ(page(), Page::state);
}

TEST_F(ConnectingKiosks, digits_count_nowhere_else) {
  connecting_.begin(Connecting::Opening::by_staff);
  press("739164");
  EXPECT_FALSE(connecting_.take_pin());
  connecting_.take(ChoosePin{});
  press("739164");
  connecting_.take(EraseDigit{});
  press("739164");
  ASSERT_EQ(connecting_.take_pin(), "739164");
  EXPECT_FALSE(connecting_.take_pin());
}

TEST_F(ConnectingKiosks, what_accepts_it_is_there_as_long_as_somebody_has_to) {
  connecting_.know(
      {.state = ConnectionState::waits, .backend_url = "https://x.example/", .number = "7f3a91c0"});
  EXPECT_EQ(connecting_.view().qr, "https://x.example/fleet?q=7f3a91c0");
  connecting_.know({.state = ConnectionState::joined,
                    .backend_url = "https://x.example/",
                    .number = "7f3a91c0"});
  EXPECT_EQ(connecting_.view().qr, "");
  connecting_.know({.number = "7f3a91c0"});
  EXPECT_EQ(connecting_.view().qr, "");
}

TEST_F(ConnectingKiosks, typing_ends_somewhere) {
  connecting_.begin(Connecting::Opening::by_staff);
  connecting_.take(StartConnecting{});
  type(std::string(1'000, 'a'));
  EXPECT_EQ(connecting_.view().typed.size(), Connecting::most_characters);
}

}  // namespace
}  // namespace smilepost::kiosk
