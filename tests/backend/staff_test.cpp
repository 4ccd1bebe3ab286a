#include "backend/staff.h"

#include <nlohmann/json.hpp>

#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

class StaffTest : public KitchenTest {
 protected:
  StaffTest() { kitchen.enrol(kiosk, "Staff room"); }

  // Each of them rates and gives a reason, where there is one.
  void staff(int people, int value, const std::string& reason = {}) {
    kiosk.audience = record::Audience::staff;
    for (int i = 0; i < people; ++i) {
      const std::uint64_t visit = kiosk.vote(value, 4, "why");
      if (!reason.empty()) kiosk.reasons(visit, "why", {reason});
    }
    kiosk.audience = record::Audience::shoppers;
  }
  KioskFigures counted(Flagged flagged = Flagged::counted) {
    EXPECT_EQ(kitchen.post_records(kiosk.batch()).status, 200);
    return figures_of(kitchen.archive->store(), day_of(kitchen.clock.now_ms), flagged)
        ->kiosks.at(0);
  }
  std::string page(const std::string& path = "/") {
    EXPECT_EQ(kitchen.post_records(kiosk.batch()).status, 200);
    return kitchen.ask("GET", path).body;
  }
  HandMadeKiosk kiosk;
};

TEST_F(StaffTest, IsNothingWhereNoStaffEverAnswered) {
  kiosk.vote(4);
  EXPECT_FALSE(counted().staff);
}

TEST_F(StaffTest, IsKeptApartFromTheShoppers) {
  kiosk.reasons(kiosk.vote(4, 4, "liked"), "liked", {"friendly"});
  staff(5, 1, "break-too-short");
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.visits, 1U);
  EXPECT_DOUBLE_EQ(figures.answers.happy_index->mean, 100);
  ASSERT_EQ(figures.answers.follow_ups.size(), 1U);
  EXPECT_EQ(figures.answers.follow_ups[0].question, "liked");
  ASSERT_TRUE(figures.staff->said);
  EXPECT_EQ(figures.staff->said->visits, 5U);
  EXPECT_DOUBLE_EQ(figures.staff->said->answers.happy_index->mean, 0);
  EXPECT_EQ(figures.staff->said->answers.follow_ups.at(0).reasons.at(0).reason, "break-too-short");
}

TEST_F(StaffTest, IsNotInTheShoppersTimesAndFlags) {
  kiosk.clock = record::ClockState::free_running;
  kiosk.boot = {1};
  kiosk.how.flags = {record::Flag::quick};
  staff(7, 1);
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.visits_unconfirmed, 0U);
  EXPECT_EQ(figures.visits_flagged, 0U);
  EXPECT_TRUE(figures.flags.empty());
}

TEST_F(StaffTest, IsShownFromFiveVisitsOfADayOn) {
  staff(4, 1, "queue");
  EXPECT_FALSE(counted().staff->said);
  staff(1, 1);
  EXPECT_TRUE(counted().staff->said);
  kitchen.clock.now_ms += 24 * 3'600'000LL;
  kiosk.wall_ms = kitchen.clock.now_ms;
  staff(4, 1);
  EXPECT_FALSE(counted().staff->said) << "those of the day before do not help";
}

// A reason, a question, and the same question with another scale.
TEST_F(StaffTest, SaysNothingThatFewerThanFiveSaid) {
  staff(5, 1, "noise");
  staff(4, 2, "heating");
  kiosk.audience = record::Audience::staff;
  for (int i = 0; i < 4; ++i) {
    kiosk.vote(5, 5, "liked");
    kiosk.reasons(kiosk.size() - 1, "liked", {"team"});
  }
  const SaidByStaff said = counted().staff->said.value();
  EXPECT_EQ(said.visits, 13U);
  ASSERT_EQ(said.answers.scales.size(), 1U);
  EXPECT_EQ(said.answers.scales[0].distribution.votes, (std::vector<std::uint64_t>{5, 4, 0, 0}));
  EXPECT_EQ(said.answers.happy_index->sample, 9U) << "nor does the index hold what is not shown";
  ASSERT_EQ(said.answers.follow_ups.size(), 1U);
  EXPECT_EQ(said.answers.follow_ups[0].sample, 9U);
  ASSERT_EQ(said.answers.follow_ups[0].reasons.size(), 1U);
  EXPECT_EQ(said.answers.follow_ups[0].reasons[0].reason, "noise");
}

TEST_F(StaffTest, SaysNothingOfAQuestionWhereNoReasonWasGivenByFive) {
  staff(4, 1, "noise");
  staff(4, 1, "heating");
  EXPECT_TRUE(counted().staff->said->answers.follow_ups.empty());
  EXPECT_NE(page().find("None that 5 or more gave today."), std::string::npos);
}

// Whoever subtracts one from the other must not find out what one of them said.
TEST_F(StaffTest, SaysWithoutDoubtfulVisitsOnlyWhatNoDifferenceGivesAway) {
  staff(5, 4);
  kiosk.how.flags = {record::Flag::quick};
  staff(1, 1);
  EXPECT_EQ(counted().staff->said->visits, 6U);
  EXPECT_EQ(counted().staff->said->visits_flagged, 0U) << "one is too few to be told";
  EXPECT_FALSE(counted(Flagged::left_out).staff->said);
  EXPECT_NE(page("/unflagged").find("or fewer than 5 that are doubtful: not shown"),
            std::string::npos);
  staff(4, 1);
  const SaidByStaff all = counted().staff->said.value();
  const SaidByStaff without = counted(Flagged::left_out).staff->said.value();
  EXPECT_EQ(all.visits, 10U);
  EXPECT_EQ(all.visits_flagged, 5U);
  EXPECT_EQ(without.visits, 5U);
  EXPECT_DOUBLE_EQ(without.answers.happy_index->mean, 100);
}

TEST_F(StaffTest, IsNothingOfAnAudienceThatNobodyKnows) {
  kiosk.audience = record::Audience{9};
  for (int i = 0; i < 9; ++i) kiosk.vote(1);
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.visits, 0U);
  EXPECT_FALSE(figures.answers.happy_index);
  EXPECT_FALSE(figures.staff);
  EXPECT_EQ(figures.answer_records, 9U);
}

TEST_F(StaffTest, HasASectionOfItsOwnOnThePage) {
  staff(4, 1, "queue-at-the-microwave");
  std::string shown = page();
  for (const char* text :
       {"Fewer than 5 answers today: not shown, so that nobody can be recognised",
        "No shopper has answered here today"}) {
    EXPECT_NE(shown.find(text), std::string::npos) << text;
  }
  for (const char* text : {"microwave", "4 answers", "Very bad"}) {
    EXPECT_EQ(shown.find(text), std::string::npos) << text;
    EXPECT_EQ(page("/unflagged").find(text), std::string::npos) << text;
  }
  staff(1, 1, "queue-at-the-microwave");
  shown = page();
  for (const char* text : {"5 answers today", "Queue at the microwave", "Very bad"}) {
    EXPECT_NE(shown.find(text), std::string::npos) << text;
  }
  EXPECT_NE(shown.find("<p class=\"figure\">0</p>"), std::string::npos)
      << "of the shoppers' visits";
}

TEST_F(StaffTest, GivesProgramsNoMoreThanThePage) {
  staff(4, 1, "noise");
  auto figures = nlohmann::json::parse(page("/results.json"));
  EXPECT_EQ(figures["kiosks"][0]["staff"], (nlohmann::json{{"visits", nullptr}}));
  EXPECT_EQ(figures["visits"], 0);
  staff(1, 1, "noise");
  figures = nlohmann::json::parse(page("/results.json"));
  EXPECT_EQ(figures["kiosks"][0]["staff"]["visits"], 5);
  EXPECT_EQ(figures["kiosks"][0]["staff"]["follow_ups"][0]["reasons"][0]["reason"], "noise");
  EXPECT_EQ(figures["visits"], 0);
}

}  // namespace
}  // namespace smilepost::backend::test
