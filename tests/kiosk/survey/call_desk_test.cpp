#include "kiosk/survey/call_desk.h"

#include <gtest/gtest.h>

namespace smilepost::kiosk {
namespace {

using record::CallState;
using record::CallStep;

class CallDeskTest : public testing::Test {
 protected:
  CallDeskTest()
      : desk_({{"en", "the information desk"}, {"de", "am Infostand"}},
              [this] { return number(++numbers_); }) {
    desk_.somebody_there(true);
  }

  static record::CallNumber number(std::uint8_t n) {
    record::CallNumber number{};
    number.fill(n);
    return number;
  }
  CallDesk::Taken tap(const Intent& intent) { return desk_.take(intent, "en", now_); }
  CallView view(const std::string& language = "en") { return desk_.view(language, now_); }
  void call() {
    tap(RingBell{});
    tap(CallColleague{});
  }
  CallDesk::Taken wait(std::uint64_t ms) {
    now_ += ms;
    return desk_.tick(now_);
  }
  void hear(CallState state) { desk_.heard(number(numbers_), state, now_); }
  // Nobody answers, and the shopper goes.
  void call_in_vain() {
    call();
    wait(60'000);
    tap(NewVisitor{});
  }
  // What is recorded, as it is kept at once.
  std::vector<record::Call> records() {
    std::vector<record::Call> all;
    while (auto record = desk_.take_record()) {
      all.push_back(*record);
      desk_.settled(++sequence_);
    }
    return all;
  }
  std::vector<record::NamedCall> requests() {
    std::vector<record::NamedCall> all;
    while (auto request = desk_.take_request()) all.push_back(*request);
    return all;
  }

  std::uint8_t numbers_ = 0;
  std::uint64_t now_ = 1'000'000, sequence_ = 40;
  CallDesk desk_;
};

TEST_F(CallDeskTest, the_bell_shows_only_while_somebody_is_there) {
  EXPECT_TRUE(view().offered);
  desk_.somebody_there(false);
  EXPECT_FALSE(view().offered);
  EXPECT_TRUE(tap(RingBell{}).mine) << "it was drawn a moment ago";
  EXPECT_FALSE(desk_.is_open());
}

TEST_F(CallDeskTest, a_language_without_a_place_has_no_bell) {
  EXPECT_FALSE(view("ar").offered);
  EXPECT_EQ(view("de").place, "am Infostand");
  CallDesk everywhere({{"", "Info"}}, [] { return record::CallNumber{}; });
  everywhere.somebody_there(true);
  EXPECT_TRUE(everywhere.view("ar", 0).offered);
  CallDesk none({}, [] { return record::CallNumber{}; });
  none.somebody_there(true);
  EXPECT_FALSE(none.view("en", 0).offered);
}

TEST_F(CallDeskTest, nobody_is_called_before_the_shopper_said_yes) {
  tap(RingBell{});
  EXPECT_EQ(view().stage, CallStage::confirm);
  EXPECT_TRUE(requests().empty());
  EXPECT_EQ(tap(CallNobody{}).visit, Visit::goes_on);
  EXPECT_FALSE(desk_.is_open());
  EXPECT_TRUE(records().empty());
}

TEST_F(CallDeskTest, yes_calls_in_the_shoppers_language) {
  call();
  EXPECT_EQ(view().stage, CallStage::asking);
  EXPECT_EQ(requests(), (std::vector<record::NamedCall>{{number(1), "en", false}}));
  EXPECT_EQ(records(), (std::vector<record::Call>{{CallStep::raised, "en", {}}}));
}

TEST_F(CallDeskTest, somebody_is_coming_only_once_a_human_said_so) {
  call();
  wait(30'000);
  hear(CallState::waits);
  EXPECT_EQ(view().stage, CallStage::asking);
  hear(CallState::claimed);
  EXPECT_EQ(view().stage, CallStage::coming);
  const auto kept = records();
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[1], (record::Call{CallStep::claimed, {}, 41}));
}

TEST_F(CallDeskTest, after_a_minute_nobody_is_free) {
  call();
  requests();
  wait(59'999);
  EXPECT_EQ(view().stage, CallStage::asking);
  wait(1);
  EXPECT_EQ(view().stage, CallStage::nobody);
  EXPECT_EQ(view().place, "the information desk");
  EXPECT_EQ(requests(), (std::vector<record::NamedCall>{{number(1), "en", true}}));
  EXPECT_EQ(records().back(), (record::Call{CallStep::unclaimed, {}, 41}));
}

TEST_F(CallDeskTest, a_finger_does_not_make_the_minute_longer) {
  call();
  wait(59'000);
  desk_.touched(now_);
  wait(1'000);
  EXPECT_EQ(view().stage, CallStage::nobody);
}

TEST_F(CallDeskTest, nor_a_backend_that_says_earlier_that_it_is_over) {
  call();
  hear(CallState::over);
  EXPECT_EQ(view().stage, CallStage::nobody);
}

TEST_F(CallDeskTest, who_said_coming_in_the_last_moment_comes) {
  call();
  wait(60'000);
  hear(CallState::claimed);
  EXPECT_EQ(view().stage, CallStage::coming);
  EXPECT_EQ(records().back(), (record::Call{CallStep::claimed, {}, 41}));
  tap(NewVisitor{});
  call_in_vain();
  EXPECT_TRUE(view().offered) << "only one was in vain";
}

TEST_F(CallDeskTest, what_became_of_an_earlier_call_says_nothing_of_this_one) {
  call();
  tap(NewVisitor{});
  call();
  desk_.heard(number(1), CallState::claimed, now_);
  EXPECT_EQ(view().stage, CallStage::asking);
}

TEST_F(CallDeskTest, a_call_left_behind_is_over_and_recorded_so) {
  call();
  EXPECT_EQ(tap(NewVisitor{}).visit, Visit::ends);
  EXPECT_FALSE(desk_.is_open());
  EXPECT_EQ(records().back(), (record::Call{CallStep::cancelled, {}, 41}));
  EXPECT_TRUE(requests().back().over);
  EXPECT_TRUE(view().offered) << "nobody was asked in vain";
}

TEST_F(CallDeskTest, back_cancels_and_leads_to_where_the_shopper_was) {
  call();
  EXPECT_EQ(tap(GoBack{}).visit, Visit::goes_on);
  EXPECT_FALSE(desk_.is_open());
  EXPECT_EQ(records().back().step, CallStep::cancelled);
}

TEST_F(CallDeskTest, every_screen_that_is_left_alone_leads_home) {
  tap(RingBell{});
  EXPECT_EQ(wait(14'999).visit, Visit::goes_on);
  EXPECT_EQ(wait(1).visit, Visit::ends);
  call();
  hear(CallState::claimed);
  EXPECT_EQ(wait(60'000).visit, Visit::ends);
  call();
  wait(60'000);
  EXPECT_EQ(wait(20'000).visit, Visit::ends);
  EXPECT_FALSE(desk_.is_open());
}

TEST_F(CallDeskTest, two_in_vain_within_an_hour_hide_the_bell_for_half_an_hour) {
  call_in_vain();
  EXPECT_TRUE(view().offered);
  now_ += 3'000'000;
  call_in_vain();
  EXPECT_FALSE(view().offered);
  now_ += 1'799'999;
  EXPECT_FALSE(view().offered);
  now_ += 1;
  EXPECT_TRUE(view().offered);
}

TEST_F(CallDeskTest, two_in_vain_further_apart_hide_nothing) {
  call_in_vain();
  now_ += 3'600'001;
  call_in_vain();
  EXPECT_TRUE(view().offered);
}

TEST_F(CallDeskTest, other_taps_are_not_its_own) {
  EXPECT_FALSE(tap(NewVisitor{}).mine);
  EXPECT_FALSE(tap(GoBack{}).mine);
  call();
  EXPECT_FALSE(tap(OpenLanguages{}).mine);
  EXPECT_FALSE(tap(ChooseLanguage{"de"}).mine);
  EXPECT_EQ(view("ar").place, "the information desk") << "where the new language has none";
}

TEST_F(CallDeskTest, what_came_of_it_waits_for_the_calls_own_record) {
  call();
  const auto raised = desk_.take_record();
  ASSERT_TRUE(raised);
  tap(GoBack{});
  EXPECT_EQ(desk_.take_record(), std::nullopt);
  desk_.settled(7);
  EXPECT_EQ(desk_.take_record(), (record::Call{CallStep::cancelled, {}, 7}));
}

TEST_F(CallDeskTest, where_the_call_was_not_kept_nothing_names_it) {
  call();
  desk_.take_record();
  tap(GoBack{});
  desk_.settled({});
  EXPECT_EQ(desk_.take_record(), std::nullopt);
  EXPECT_EQ(requests().size(), 2U) << "the team heard of it all the same";
}

}  // namespace
}  // namespace smilepost::kiosk
