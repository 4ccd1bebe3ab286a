#include "backend/results.h"

#include <cmath>
#include <cstdlib>
#include <ctime>
#include <limits>

#include "backend/audit.h"
#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;

void set_zone(const char* zone) {
  ::setenv("TZ", zone, 1);
  ::tzset();
}

class ResultsTest : public KitchenTest {
 protected:
  ResultsTest() { kitchen.enrol(kiosk); }
  ~ResultsTest() override { set_zone("UTC"); }

  KioskFigures counted() {
    EXPECT_EQ(kitchen.post_records(kiosk.batch()).status, 200);
    return kitchen.figures().kiosks.at(0);
  }
  HandMadeKiosk kiosk;
};

std::vector<std::uint64_t> votes_of(const KioskFigures& figures, std::size_t place = 0) {
  return figures.answers.scales.at(place).distribution.votes;
}

TEST_F(ResultsTest, CountsEachVisitOnce) {
  kiosk.vote(4);
  kiosk.vote(4);
  kiosk.vote(1);
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.visits, 3U);
  EXPECT_EQ(votes_of(figures), (std::vector<std::uint64_t>{1, 0, 0, 2}));
  EXPECT_DOUBLE_EQ(figures.answers.happy_index->mean, 200.0 / 3);
  EXPECT_EQ(figures.answers.happy_index->sample, 3U);
  EXPECT_FALSE(figures.answers.happy_index->range);  // too few
}

// Nothing is dropped; but both figures are there.
TEST_F(ResultsTest, CountsWhatIsFlaggedAndCanLeaveItOut) {
  kiosk.vote(4);
  kiosk.how.flags = {record::Flag::quick, record::Flag::pattern};
  kiosk.reasons(kiosk.vote(1, 4, "why"), "why", {"queue"});
  kiosk.how.flags = {record::Flag{200}};  // of a later version
  kiosk.vote(1);
  kiosk.how.flags.clear();
  KioskFigures figures = counted();
  EXPECT_EQ(figures.visits, 3U);
  EXPECT_EQ(votes_of(figures), (std::vector<std::uint64_t>{2, 0, 0, 1}));
  EXPECT_EQ(figures.visits_flagged, 2U);
  using Flags = std::map<record::Flag, std::uint64_t>;
  EXPECT_EQ(figures.flags, (Flags{{record::Flag::quick, 1}, {record::Flag::pattern, 1}}));
  figures = *figures_of(kitchen.archive->store(), day_of(kitchen.clock.now_ms), Flagged::left_out)
                 ->kiosks.begin();
  EXPECT_EQ(figures.visits, 1U);
  EXPECT_EQ(votes_of(figures), (std::vector<std::uint64_t>{0, 0, 0, 1}));
  EXPECT_TRUE(figures.answers.follow_ups.empty());
  EXPECT_EQ(figures.visits_flagged, 2U) << "it is said what is left out";
  EXPECT_EQ(figures.answer_records, 4U);
}

// The sums of both move together.
TEST_F(ResultsTest, AVisitIsFlaggedOnceAnyOfItsAnswersIs) {
  const std::uint64_t visit = kiosk.vote(1, 4, "why");
  EXPECT_EQ(counted().visits_flagged, 0U);
  kiosk.how.flags = {record::Flag::several_contacts};
  kiosk.amend(visit, 2, 4, "why");
  counted();
  kiosk.how.flags.clear();
  kiosk.amend(visit, 3);
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.visits_flagged, 1U);
  EXPECT_EQ(votes_of(figures), (std::vector<std::uint64_t>{0, 0, 1, 0}));
  const auto without =
      figures_of(kitchen.archive->store(), day_of(kitchen.clock.now_ms), Flagged::left_out);
  EXPECT_TRUE(without->kiosks.at(0).answers.scales.empty());
  Audit audit(kitchen.archive->store(), kitchen.pool);
  EXPECT_TRUE(audit.look_at(kiosk.id(), [](std::uint64_t) {})->faults.empty());
}

TEST_F(ResultsTest, CountsAnAmendedAnswerWithItsLastValue) {
  const std::uint64_t visit = kiosk.vote(1);
  kiosk.amend(visit, 2);
  kiosk.amend(visit, 3);
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.visits, 1U);
  EXPECT_EQ(votes_of(figures), (std::vector<std::uint64_t>{0, 0, 1, 0}));
  EXPECT_EQ(figures.answer_records, 3U);
}

TEST_F(ResultsTest, CountsAnAmendmentThatComesInALaterBatch) {
  const std::uint64_t visit = kiosk.vote(1);
  counted();
  kiosk.amend(visit, 4);
  EXPECT_EQ(votes_of(counted()), (std::vector<std::uint64_t>{0, 0, 0, 1}));
}

TEST_F(ResultsTest, LeavesTheVoteAloneWhereAnotherQuestionIsAnswered) {
  const std::uint64_t visit = kiosk.vote(1);
  kiosk.rating = "recommend";
  kiosk.amend(visit, 4);  // a vote of the same visit on another question
  EXPECT_EQ(votes_of(counted()), (std::vector<std::uint64_t>{1, 0, 0, 0}));
}

TEST_F(ResultsTest, KeepsScalesApartAndMixesThemOnlyInTheIndex) {
  kiosk.vote(4, 4);
  kiosk.vote(3, 5);
  kiosk.vote(1, 1);  // one face is no scale
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.visits, 3U);
  EXPECT_EQ(votes_of(figures, 2), (std::vector<std::uint64_t>{0, 0, 1, 0, 0}));
  EXPECT_DOUBLE_EQ(figures.answers.happy_index->mean, 75);
  EXPECT_EQ(figures.answers.happy_index->sample, 2U);
}

TEST_F(ResultsTest, GivesARangeFromThirtyVotesOn) {
  for (int i = 0; i < 15; ++i) {
    kiosk.vote(1);
    kiosk.vote(4);
  }
  const KioskFigures figures = counted();
  ASSERT_TRUE(figures.answers.happy_index->range);
  EXPECT_NEAR(figures.answers.happy_index->range->first, 50 - 1.96 * 50.85 / std::sqrt(30.0), 0.1);
  EXPECT_NEAR(figures.answers.happy_index->range->second, 50 + 1.96 * 50.85 / std::sqrt(30.0), 0.1);
}

TEST_F(ResultsTest, CountsReasonsWithTheVisitsThatGaveThem) {
  kiosk.reasons(kiosk.vote(1, 4, "why"), "why", {"long-wait", "unfriendly"});
  kiosk.reasons(kiosk.vote(2, 4, "why"), "why", {"long-wait"});
  kiosk.vote(1, 4, "why");  // walked away
  const KioskFigures figures = counted();
  const FollowUp& why = figures.answers.follow_ups.at(0);
  EXPECT_EQ(why.question, "why");
  EXPECT_EQ(why.sample, 2U);
  EXPECT_FALSE(why.after_good_votes);
  EXPECT_EQ(why.reasons.at(0).reason, "long-wait");
  EXPECT_EQ(why.reasons.at(0).visits, 2U);
  EXPECT_EQ(why.reasons.at(1).visits, 1U);
}

TEST_F(ResultsTest, CountsTheLastReasonsOnly) {
  const std::uint64_t visit = kiosk.vote(1, 4, "why");
  const std::uint64_t reasons = kiosk.reasons(visit, "why", {"long-wait"});
  kiosk.reasons(visit, "why", {"unfriendly"}, reasons);
  EXPECT_EQ(counted().answers.follow_ups.at(0).reasons.at(0).reason, "unfriendly");
}

TEST_F(ResultsTest, CountsNoReasonThatWasTakenBack) {
  const std::uint64_t visit = kiosk.vote(1, 4, "why");
  const std::uint64_t reasons = kiosk.reasons(visit, "why", {"long-wait"});
  kiosk.reasons(visit, "why", {}, reasons);
  EXPECT_TRUE(counted().answers.follow_ups.empty());
}

TEST_F(ResultsTest, CountsReasonsOnlyWhileTheVoteLeadsToTheirQuestion) {
  const std::uint64_t visit = kiosk.vote(1, 4, "why");
  kiosk.reasons(visit, "why", {"long-wait"});
  kiosk.amend(visit, 4, 4, "liked");
  EXPECT_TRUE(counted().answers.follow_ups.empty());
  kiosk.amend(visit, 2, 4, "why");  // back again: what was said there holds
  EXPECT_EQ(counted().answers.follow_ups.at(0).sample, 1U);
}

TEST_F(ResultsTest, KeepsFurtherQuestionsOutOfTheRating) {
  const std::uint64_t visit = kiosk.vote(4, 4, "clean");
  kiosk.further(visit, "clean", 1, 4);  // faces, too
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.visits, 1U);
  EXPECT_DOUBLE_EQ(figures.answers.happy_index->mean, 100);
  ASSERT_EQ(figures.answers.scales.size(), 2U);
  EXPECT_FALSE(figures.answers.scales[0].further);
  EXPECT_TRUE(figures.answers.scales[1].further);
  EXPECT_EQ(figures.answers.scales[1].question, "clean");
  EXPECT_DOUBLE_EQ(figures.answers.scales[1].estimate->mean, 0);
}

TEST_F(ResultsTest, MakesNoHappyIndexOfWhatIsNoFace) {
  kiosk.vote(11, 11);
  kiosk.vote(2, 2);
  kiosk.vote(7, 7);
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.visits, 3U);
  EXPECT_FALSE(figures.answers.happy_index);
  ASSERT_EQ(figures.answers.scales.size(), 3U);
  EXPECT_DOUBLE_EQ(figures.answers.scales[0].estimate->mean, 100);  // per cent of yes
  EXPECT_DOUBLE_EQ(figures.answers.scales[1].estimate->mean, 7);    // effort
  EXPECT_DOUBLE_EQ(figures.answers.scales[2].estimate->mean, 100);  // recommendation
}

TEST_F(ResultsTest, FollowsAVisitThroughThreeQuestions) {
  const std::uint64_t visit = kiosk.vote(4, 11, "why-not");
  kiosk.reasons_leading(visit, "why-not", {"long-wait"}, "effort");
  kiosk.further(visit, "effort", 2, 7, "again");
  kiosk.further(visit, "again", 2, 2);
  const AnswerFigures answers = counted().answers;
  ASSERT_EQ(answers.scales.size(), 3U);
  EXPECT_EQ(answers.scales[0].question, "rating");
  EXPECT_EQ(answers.scales[1].question, "again");
  EXPECT_EQ(answers.scales[2].question, "effort");
  EXPECT_EQ(answers.follow_ups.at(0).reasons.at(0).reason, "long-wait");
}

// What 7 or 8 of 10 say that is missing is no praise.
TEST_F(ResultsTest, TakesOnlyWhatPromotersSayForPraise) {
  kiosk.reasons(kiosk.vote(9, 11, "missing"), "missing", {"more-tills"});
  kiosk.reasons(kiosk.vote(10, 11, "liked"), "liked", {"friendly"});
  const AnswerFigures answers = counted().answers;
  EXPECT_EQ(answers.follow_ups.at(0).question, "liked");
  EXPECT_TRUE(answers.follow_ups.at(0).after_good_votes);
  EXPECT_FALSE(answers.follow_ups.at(1).after_good_votes);
}

TEST_F(ResultsTest, PutsPraiseBeforeBlame) {
  for (int i = 0; i < 2; ++i) kiosk.reasons(kiosk.vote(1, 4, "why"), "why", {"long-wait"});
  kiosk.reasons(kiosk.vote(4, 4, "liked"), "liked", {"friendly"});
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.answers.follow_ups.at(0).question, "liked");
  EXPECT_TRUE(figures.answers.follow_ups.at(0).after_good_votes);
}

TEST_F(ResultsTest, CountsTodayInTheServersTimeZone) {
  set_zone("Asia/Tokyo");  // noon UTC is 21:00 there
  kiosk.wall_ms = noon_ms - 22 * hour_ms;
  kiosk.vote(1);
  kiosk.wall_ms = noon_ms - 20 * hour_ms;
  kiosk.vote(2);
  kiosk.wall_ms = noon_ms + 4 * hour_ms;
  kiosk.vote(3);
  kitchen.clock.now_ms = kiosk.wall_ms;
  counted();
  kitchen.clock.now_ms = noon_ms;
  EXPECT_EQ(votes_of(counted()), (std::vector<std::uint64_t>{0, 1, 0, 0}));
  set_zone("America/Los_Angeles");  // 04:00 there
  EXPECT_EQ(votes_of(counted()), (std::vector<std::uint64_t>{0, 0, 1, 0}));
}

TEST_F(ResultsTest, CountsAnAmendmentOnTheDayOfTheVisit) {
  kiosk.wall_ms = noon_ms - 24 * hour_ms;
  const std::uint64_t visit = kiosk.vote(1);
  kiosk.wall_ms = noon_ms;
  kiosk.amend(visit, 4);
  EXPECT_EQ(counted().visits, 0U);
}

TEST_F(ResultsTest, CountsByArrivalWhereTheKioskHadNoClock) {
  kiosk.clock = record::ClockState::unset;
  kiosk.wall_ms = 5000;  // 1970
  kiosk.vote(4);
  kiosk.clock = record::ClockState::free_running;
  kiosk.wall_ms = noon_ms;
  kiosk.vote(4);
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.visits, 2U);
  EXPECT_EQ(figures.visits_by_arrival, 1U);
}

// Of a boot in which the clock was never synchronised, before or after.
TEST_F(ResultsTest, CountsVisitsThatNoClockConfirmed) {
  kiosk.clock = record::ClockState::free_running;
  kiosk.boot = {1};
  kiosk.vote(4);
  kiosk.boot = {2};
  kiosk.vote(4);
  kiosk.vote(3);
  EXPECT_EQ(counted().visits_unconfirmed, 3U);
  kiosk.clock = record::ClockState::synchronised;
  kiosk.head();
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.visits, 3U);
  EXPECT_EQ(figures.visits_unconfirmed, 1U);
}

TEST_F(ResultsTest, AHeadThatArrivesWhenItSaysConfirmsTheClock) {
  kiosk.clock = record::ClockState::free_running;
  kiosk.boot = {1};
  kiosk.vote(4);
  kiosk.wall_ms = noon_ms - 2 * hour_ms;  // it lay for two hours, or the clock is two hours slow
  kiosk.head();
  EXPECT_EQ(counted().visits_unconfirmed, 1U);
  kiosk.wall_ms = noon_ms;
  kiosk.head();
  EXPECT_EQ(counted().visits_unconfirmed, 0U);
}

TEST_F(ResultsTest, AHeadFromTheEndsOfTimeConfirmsNothing) {
  kiosk.clock = record::ClockState::free_running;
  kiosk.boot = {1};
  kiosk.vote(4);
  kiosk.wall_ms = std::numeric_limits<std::int64_t>::min();
  kiosk.head();
  kiosk.wall_ms = std::numeric_limits<std::int64_t>::max();
  kiosk.head();
  EXPECT_EQ(counted().visits_unconfirmed, 1U);
}

TEST_F(ResultsTest, ComparesTheKiosksOwnFigureWithACount) {
  kiosk.vote(4);
  EXPECT_FALSE(counted().comparison);  // nothing signed yet
  kiosk.head();
  kiosk.vote(1);  // after the head: in neither figure
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.comparison->kiosk_has, 1U);
  EXPECT_EQ(figures.comparison->server_has, 1U);
  EXPECT_EQ(figures.answer_records, 2U);
  EXPECT_EQ(figures.software, "0.1.0");
}

TEST_F(ResultsTest, NoticesWhereTheFiguresDiffer) {
  kiosk.vote(4);
  kiosk.append(record::Kind::head, record::HeadReport{2, 1, "0.1.0"});
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.comparison->kiosk_has, 2U);
  EXPECT_EQ(figures.comparison->server_has, 1U);
}

TEST_F(ResultsTest, RaisesAReportOfMoreThanThereCanBe) {
  kiosk.vote(4);
  kiosk.head();
  kiosk.append(record::Kind::head, record::HeadReport{4, 1, "9.9.9"});
  kiosk.append(record::Kind::head, record::HeadReport{1, 2, "9.9.9"});
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.implausible, 2U);
  EXPECT_EQ(figures.comparison->kiosk_has, 1U);  // what was believed before
  EXPECT_EQ(figures.software, "0.1.0");
}

TEST_F(ResultsTest, AddsUpNoFurtherThanItCanCount) {
  kiosk.head();
  counted();
  kiosk.open_epoch(record::EpochReason::key_rotated, true);
  kiosk.head();
  counted();
  kiosk.open_epoch(record::EpochReason::key_rotated, true);
  kiosk.head();
  counted();
  const std::string most = "UPDATE chain SET reported_answers = 9223372036854775807";
  ASSERT_TRUE(kitchen.archive->store().script(most));
  EXPECT_EQ(kitchen.figures().kiosks.at(0).comparison->kiosk_has,
            std::numeric_limits<std::uint64_t>::max());
}

// The newest by arrival: a later epoch's chain begins anew and may be shorter.
TEST_F(ResultsTest, NamesTheSoftwareOfTheNewestReport) {
  for (int i = 0; i < 5; ++i) kiosk.vote(4);
  kiosk.head();
  counted();
  kiosk.open_epoch(record::EpochReason::key_rotated, true);
  kiosk.append(record::Kind::head, record::HeadReport{0, 0, "0.2.0"});
  kitchen.clock.now_ms += 1000;
  EXPECT_EQ(counted().software, "0.2.0");
}

TEST_F(ResultsTest, AddsUpEpochs) {
  kiosk.vote(4);
  kiosk.head();
  counted();
  kiosk.open_epoch(record::EpochReason::card_restored, true);
  kiosk.vote(3);
  kiosk.vote(3);
  kiosk.head();
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.visits, 3U);
  EXPECT_EQ(figures.comparison->kiosk_has, 3U);
  EXPECT_EQ(figures.comparison->server_has, 3U);
}

TEST_F(ResultsTest, KeepsKiosksApart) {
  HandMadeKiosk other;
  other.vote(1);
  kitchen.enrol(other, "A till");
  kitchen.post_records(other.batch());
  kiosk.vote(4);
  counted();
  const Figures figures = kitchen.figures();
  ASSERT_EQ(figures.kiosks.size(), 2U);
  EXPECT_EQ(figures.kiosks[0].label, "A till");
  EXPECT_EQ(votes_of(figures.kiosks[0]), (std::vector<std::uint64_t>{1, 0, 0, 0}));
  EXPECT_EQ(votes_of(figures.kiosks[1]), (std::vector<std::uint64_t>{0, 0, 0, 1}));
}

// From here on one test a rule of FORMAT.md, "How results count", that none above has.
TEST_F(ResultsTest, CountsAnAnswerWhoseVisitIsNotThereByItself) {
  kiosk.vote_naming(4, 77, {});
  kiosk.reasons(77, "why", {"long-wait"});
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.without_visit, 2U);
  EXPECT_EQ(figures.visits, 2U);
  EXPECT_EQ(votes_of(figures), (std::vector<std::uint64_t>{0, 0, 0, 1}));
  EXPECT_EQ(figures.answer_records, 2U);
}

TEST_F(ResultsTest, IgnoresAVisitThatIsNoAnswerOrCannotBeReadOrComesLater) {
  kiosk.vote_naming(1, 0, {});  // "epoch opened"
  const std::uint64_t unreadable = kiosk.vote(9, 4);
  kiosk.vote_naming(2, unreadable, {});
  kiosk.vote_naming(3, kiosk.size(), {});      // itself
  kiosk.vote_naming(4, kiosk.size() + 1, {});  // the next one
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.without_visit, 4U);
  EXPECT_EQ(votes_of(figures), (std::vector<std::uint64_t>{1, 1, 1, 1}));
}

TEST_F(ResultsTest, IgnoresAVisitThatIsAnotherVisitsFurtherAnswer) {
  const std::uint64_t visit = kiosk.vote(1);
  const std::uint64_t further = kiosk.amend(visit, 2);
  kiosk.vote_naming(4, further, {});
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.without_visit, 1U);
  EXPECT_EQ(votes_of(figures), (std::vector<std::uint64_t>{0, 1, 0, 1}));
}

TEST_F(ResultsTest, FindsTheVisitThroughWhatIsAmended) {
  const std::uint64_t visit = kiosk.vote(1);
  const std::uint64_t second = kiosk.vote_naming(2, {}, visit);
  kiosk.vote_naming(3, {}, second);  // through one another
  kiosk.vote_naming(4, 77, second);  // a visit that is not there is ignored
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.visits, 1U);
  EXPECT_EQ(figures.without_visit, 0U);
  EXPECT_EQ(votes_of(figures), (std::vector<std::uint64_t>{0, 0, 0, 1}));
}

TEST_F(ResultsTest, BelievesTheVisitBeforeTheAmendedAnswer) {
  const std::uint64_t one = kiosk.vote(1);
  const std::uint64_t other = kiosk.vote(1);
  kiosk.vote_naming(4, one, other);
  EXPECT_EQ(votes_of(counted()), (std::vector<std::uint64_t>{1, 0, 0, 1}));
}

TEST_F(ResultsTest, IgnoresAnAmendmentOfWhatIsNotThere) {
  const std::uint64_t visit = kiosk.vote(1);
  kiosk.vote_naming(2, visit, 77);  // the visit holds
  kiosk.vote_naming(3, {}, 77);     // nothing holds
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.without_visit, 1U);
  EXPECT_EQ(votes_of(figures), (std::vector<std::uint64_t>{0, 1, 1, 0}));
}

TEST_F(ResultsTest, CountsTheLastVoteWithoutAnAmendmentToo) {
  const std::uint64_t visit = kiosk.vote(1);
  kiosk.vote_naming(3, visit, {});
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.visits, 1U);
  EXPECT_EQ(votes_of(figures), (std::vector<std::uint64_t>{0, 0, 1, 0}));
}

TEST_F(ResultsTest, CountsTheLastReasonsWithoutAnAmendmentToo) {
  const std::uint64_t visit = kiosk.vote(1, 4, "why");
  kiosk.reasons(visit, "why", {"long-wait"});
  kiosk.reasons(visit, "why", {"unfriendly"});
  const KioskFigures figures = counted();
  ASSERT_EQ(figures.answers.follow_ups.at(0).reasons.size(), 1U);
  EXPECT_EQ(figures.answers.follow_ups.at(0).reasons.at(0).reason, "unfriendly");
}

TEST_F(ResultsTest, TakesTheFirstVoteOfAVisitThatBeganWithoutOne) {
  const std::uint64_t visit = kiosk.reasons(77, "why", {"long-wait"});
  kiosk.vote_naming(2, visit, {});
  kiosk.rating = "recommend";
  kiosk.vote_naming(4, visit, {});
  const KioskFigures figures = counted();
  EXPECT_EQ(figures.visits, 1U);
  EXPECT_EQ(votes_of(figures), (std::vector<std::uint64_t>{0, 1, 0, 0}));
}

}  // namespace
}  // namespace smilepost::backend::test
