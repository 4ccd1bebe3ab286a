#include "backend/boot_times.h"

#include <array>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>

#include "kitchen.h"
#include "tests/places.h"

namespace smilepost::backend::test {
namespace {

using record::ClockState;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;
constexpr std::int64_t years_50_ms = 50 * 365 * day_ms;
constexpr std::int64_t after_all_ms = noon_ms + 10 * day_ms;

// A kiosk that is switched on at `boot_began_ms`; what is done at a true time gets the right
// monotonic reading, and the wall clock of wherever its clock has got to.
class BootTimesTest : public KitchenTest {
 protected:
  BootTimesTest() {
    set_zone("UTC");
    kitchen.clock.now_ms = noon_ms - 30 * day_ms;
    kitchen.enrol(kiosk);
  }
  ~BootTimesTest() override { set_zone("UTC"); }

  static void set_zone(const char* zone) {
    ::setenv("TZ", zone, 1);
    ::tzset();
  }

  void boot(std::uint8_t number, std::int64_t at_ms) {
    kiosk.boot = {number};
    boot_began_ms_ = at_ms;
  }
  // As if on the shelf without a battery: the clock begins at 1970 with each boot.
  void boot_at_1970(std::uint8_t number, std::int64_t at_ms) {
    boot(number, at_ms);
    set_clock(ClockState::unset, -at_ms);
  }
  void set_clock(ClockState state, std::int64_t off_ms) {
    kiosk.clock = state;
    off_ms_ = off_ms;
  }
  void at(std::int64_t true_ms) {
    kiosk.monotonic_ms = static_cast<std::uint64_t>(true_ms - boot_began_ms_);
    kiosk.wall_ms = true_ms + off_ms_;
  }
  std::uint64_t vote_at(std::int64_t true_ms, int value = 4) {
    at(true_ms);
    return kiosk.vote(value);
  }
  // A sync: its request and its receipt were `trip_ms` apart, and the backend's clock was read
  // somewhere between.
  void contact_at(std::int64_t true_ms, std::uint64_t trip_ms = 400, std::uint64_t there_ms = 300) {
    at(true_ms + static_cast<std::int64_t>(trip_ms));
    kiosk.time_heard(true_ms + static_cast<std::int64_t>(there_ms),
                     static_cast<std::uint64_t>(true_ms - boot_began_ms_), trip_ms);
  }
  // All that has not come yet, at this time.
  void send_at(std::int64_t true_ms) {
    kitchen.clock.now_ms = true_ms;
    ASSERT_EQ(kitchen.post_records(kiosk.batch()).status, 200);
  }
  KioskFigures on_the_day_of(std::int64_t true_ms) {
    const auto figures = figures_of(kitchen.archive->store(), day_of(true_ms));
    return figures->kiosks.at(0);
  }
  std::optional<std::int64_t> corrected(std::uint64_t sequence) {
    return column("corrected_ms", sequence);
  }
  std::optional<std::int64_t> column(const std::string& name, std::uint64_t sequence) {
    return kitchen.integer("SELECT " + name +
                           " FROM visit WHERE sequence = " + std::to_string(sequence));
  }

  // Far more than anybody would forgive where it has no corrected time.
  std::int64_t off_by(std::uint64_t sequence, std::int64_t true_ms) {
    const auto time = corrected(sequence);
    return time ? std::llabs(*time - true_ms) : years_50_ms;
  }

  HandMadeKiosk kiosk;

 private:
  std::int64_t boot_began_ms_ = 0;
  std::int64_t off_ms_ = 0;
};

TEST_F(BootTimesTest, ABootAt1970IsCorrectedByTheFirstSyncAndBothTimesAreKept) {
  const std::int64_t morning = noon_ms - 3 * hour_ms;
  boot_at_1970(1, morning);
  const std::uint64_t visit = vote_at(noon_ms - day_ms + 23 * hour_ms);  // 11:00, offline
  const std::uint64_t later = vote_at(noon_ms - 60'000);
  send_at(noon_ms);
  EXPECT_EQ(on_the_day_of(noon_ms).visits_by_arrival, 2U);
  contact_at(noon_ms, 1'800);
  const std::uint64_t last = vote_at(noon_ms + hour_ms);
  send_at(noon_ms + hour_ms);
  EXPECT_LE(off_by(visit, noon_ms - hour_ms), 2'000);
  EXPECT_LE(off_by(later, noon_ms - 60'000), 2'000);
  EXPECT_LE(off_by(last, noon_ms + hour_ms), 2'000);
  EXPECT_EQ(column("said_ms", visit), 2 * hour_ms);  // since 1970
  EXPECT_EQ(column("clock", visit), 0);
  const KioskFigures figures = on_the_day_of(noon_ms);
  EXPECT_EQ(figures.visits, 3U);
  EXPECT_EQ(figures.visits_corrected, 3U);
  EXPECT_EQ(figures.visits_by_arrival, 0U);
  EXPECT_EQ(figures.visits_unconfirmed, 0U);
}

TEST_F(BootTimesTest, AVisitGoesToItsOwnDayAndTheDayThatItCameOnSaysSo) {
  boot_at_1970(1, noon_ms - 2 * day_ms);
  vote_at(noon_ms - day_ms);
  vote_at(noon_ms - hour_ms);
  send_at(noon_ms);
  EXPECT_EQ(on_the_day_of(noon_ms).visits, 2U);
  EXPECT_EQ(on_the_day_of(noon_ms).visits_moved, 0U);
  contact_at(noon_ms);
  send_at(noon_ms + 1'000);
  EXPECT_EQ(on_the_day_of(noon_ms).visits, 1U);
  EXPECT_EQ(on_the_day_of(noon_ms).visits_moved, 1U);
  EXPECT_EQ(on_the_day_of(noon_ms - day_ms).visits, 1U);
  EXPECT_EQ(on_the_day_of(noon_ms - day_ms).visits_corrected, 1U);
  EXPECT_EQ(on_the_day_of(noon_ms - day_ms).visits_moved, 0U);
}

TEST_F(BootTimesTest, StepsOfFiftyYearsInMidDayMoveNothing) {
  boot(1, noon_ms - 4 * hour_ms);
  const std::array states{ClockState::synchronised, ClockState::free_running};
  for (const ClockState state : states) {
    for (const std::int64_t off : {std::int64_t{0}, years_50_ms, -years_50_ms}) {
      set_clock(off < 0 ? ClockState::unset : state, off);
      vote_at(noon_ms - hour_ms);
    }
  }
  contact_at(noon_ms);
  send_at(noon_ms);
  const KioskFigures figures = on_the_day_of(noon_ms);
  EXPECT_EQ(figures.visits, 6U);
  EXPECT_EQ(figures.visits_corrected, 4U);
  EXPECT_EQ(on_the_day_of(noon_ms + years_50_ms).visits, 0U);
}

// 2076 has not come: what arrives today was said today at the latest.
TEST_F(BootTimesTest, AClockAheadOfTheArrivalIsNoClock) {
  boot(1, noon_ms - hour_ms);
  for (const std::int64_t off : {std::int64_t{120'000}, std::int64_t{120'001}, years_50_ms,
                                 std::numeric_limits<std::int64_t>::max() - noon_ms}) {
    set_clock(ClockState::free_running, off);
    vote_at(noon_ms);
  }
  send_at(noon_ms);
  EXPECT_EQ(on_the_day_of(noon_ms).visits, 4U);
  EXPECT_EQ(on_the_day_of(noon_ms).visits_by_arrival, 3U);
}

TEST_F(BootTimesTest, WithoutABatteryOnlyBootsWithAContactAreCorrected) {
  boot_at_1970(1, noon_ms - 2 * day_ms);
  const std::uint64_t first = vote_at(noon_ms - 2 * day_ms + hour_ms);
  contact_at(noon_ms - 2 * day_ms + 2 * hour_ms);
  boot_at_1970(2, noon_ms - day_ms);
  const std::uint64_t never = vote_at(noon_ms - day_ms + hour_ms);
  boot_at_1970(3, noon_ms - hour_ms);
  const std::uint64_t third = vote_at(noon_ms - hour_ms / 2);
  contact_at(noon_ms);
  send_at(noon_ms);
  EXPECT_LE(off_by(first, noon_ms - 2 * day_ms + hour_ms), 2'000);
  EXPECT_FALSE(corrected(never));
  EXPECT_LE(off_by(third, noon_ms - hour_ms / 2), 2'000);
  EXPECT_EQ(on_the_day_of(noon_ms - 2 * day_ms).visits, 1U);
  EXPECT_EQ(on_the_day_of(noon_ms - day_ms).visits, 0U);
  EXPECT_EQ(on_the_day_of(noon_ms).visits, 2U);
  EXPECT_EQ(on_the_day_of(noon_ms).visits_corrected, 1U);
  EXPECT_EQ(on_the_day_of(noon_ms).visits_by_arrival, 1U);
}

TEST_F(BootTimesTest, TwoBootsWithTheSameMonotonicValuesAreNotConfused) {
  boot_at_1970(1, noon_ms - day_ms);
  const std::uint64_t yesterday = vote_at(noon_ms - day_ms + hour_ms);
  contact_at(noon_ms - day_ms + 2 * hour_ms);
  boot_at_1970(2, noon_ms - 3 * hour_ms);
  const std::uint64_t today = vote_at(noon_ms - 2 * hour_ms);
  contact_at(noon_ms - hour_ms);
  send_at(noon_ms);
  EXPECT_EQ(column("monotonic_ms", yesterday), column("monotonic_ms", today));
  EXPECT_LE(off_by(yesterday, noon_ms - day_ms + hour_ms), 2'000);
  EXPECT_LE(off_by(today, noon_ms - 2 * hour_ms), 2'000);
}

TEST_F(BootTimesTest, TwoKiosksWithTheSameBootIdAreNotConfused) {
  HandMadeKiosk other;
  other.boot = {1};
  other.clock = ClockState::unset;
  other.vote(4);
  kitchen.enrol(other, "Another");
  boot_at_1970(1, noon_ms - hour_ms);
  contact_at(noon_ms - 1'000);
  send_at(noon_ms);
  kitchen.post_records(other.batch());
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM visit WHERE corrected_ms IS NULL"), 1);
}

TEST_F(BootTimesTest, AContactCorrectsItsBootAcrossEpochs) {
  boot_at_1970(1, noon_ms - hour_ms);
  vote_at(noon_ms - hour_ms / 2);
  send_at(noon_ms - hour_ms / 4);
  kiosk.open_epoch(record::EpochReason::journal_damaged, true);
  contact_at(noon_ms);
  send_at(noon_ms);
  EXPECT_EQ(on_the_day_of(noon_ms).visits_corrected, 1U);
}

// Where the clocks go back, an hour comes twice, and its two halves of one wall clock are one day.
TEST_F(BootTimesTest, DaysBeginAndEndWhereTheClocksChange) {
  set_zone("Europe/Berlin");
  const std::int64_t back = 1'792'890'000'000;      // 2026-10-25 01:00 UTC, 3:00 becomes 2:00
  const std::int64_t begins = back - 3 * hour_ms;   // midnight, still in summer time
  const std::int64_t ends = begins + 25 * hour_ms;  // the next one, no more
  kitchen.clock.now_ms = begins - day_ms;
  boot_at_1970(1, begins - 5 * hour_ms);
  for (const std::int64_t moment :
       {begins - 3'000, begins + 3'000, back - 1'000, back + 1'000, ends - 3'000, ends + 3'000}) {
    vote_at(moment);
  }
  contact_at(ends + hour_ms, 1'000);
  send_at(ends + 2 * hour_ms);
  EXPECT_EQ(on_the_day_of(begins - 3'000).visits, 1U);
  EXPECT_EQ(on_the_day_of(back).visits, 4U);
  EXPECT_EQ(on_the_day_of(ends + 3'000).visits, 1U);
}

TEST_F(BootTimesTest, AMissingContactLeavesTheDoubtMarked) {
  boot(1, noon_ms - hour_ms);
  set_clock(ClockState::free_running, -3 * hour_ms);
  vote_at(noon_ms - 1'000);
  boot_at_1970(2, noon_ms - hour_ms);
  vote_at(noon_ms - 500);
  send_at(noon_ms);
  const KioskFigures figures = on_the_day_of(noon_ms);
  EXPECT_EQ(figures.visits_unconfirmed, 1U);
  EXPECT_EQ(figures.visits_by_arrival, 1U);
  EXPECT_EQ(figures.visits_corrected, 0U);
}

TEST_F(BootTimesTest, AnUnknownBootIsConfirmedByNobody) {
  boot(0, noon_ms - hour_ms);
  set_clock(ClockState::free_running, 0);
  vote_at(noon_ms - 1'000);
  set_clock(ClockState::synchronised, 0);  // some other boot's, for all that is known
  vote_at(noon_ms - 500);
  send_at(noon_ms);
  EXPECT_EQ(on_the_day_of(noon_ms).visits_unconfirmed, 1U);
}

TEST_F(BootTimesTest, AContactThatCannotBeIsRaisedAndNotUsed) {
  boot_at_1970(1, noon_ms - hour_ms);
  vote_at(noon_ms - hour_ms / 2);
  at(noon_ms - 1'000);
  kiosk.time_heard(noon_ms + 2'001, 3'000'000, 100);      // has not come yet
  kiosk.time_heard(1'767'225'599'999, 3'000'000, 100);    // before there were receipts
  kiosk.time_heard(noon_ms, *kiosk.monotonic_ms - 1, 2);  // after it was noted
  kiosk.monotonic_ms = std::uint64_t{1} << 53U;
  kiosk.time_heard(noon_ms, 3'000'000, 100);
  send_at(noon_ms);
  const KioskFigures figures = on_the_day_of(noon_ms);
  EXPECT_EQ(figures.wrong_times, 4U);
  EXPECT_EQ(figures.visits_by_arrival, 1U);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM record WHERE raised = 4"), 4);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM boot_time"), 0);
}

// Neither is anybody's fault.
TEST_F(BootTimesTest, AContactThatTookLongOrOfAnUnknownBootIsNotUsed) {
  boot_at_1970(1, noon_ms - hour_ms);
  vote_at(noon_ms - hour_ms / 2);
  contact_at(noon_ms - 200'000, 120'001);
  boot_at_1970(0, noon_ms - hour_ms);
  vote_at(noon_ms - hour_ms / 2);
  contact_at(noon_ms - 1'000);
  send_at(noon_ms);
  EXPECT_EQ(on_the_day_of(noon_ms).visits_by_arrival, 2U);
  EXPECT_EQ(on_the_day_of(noon_ms).wrong_times, 0U);
}

TEST_F(BootTimesTest, ATimeThatContradictsTheArrivalIsNotUsed) {
  boot_at_1970(1, noon_ms - hour_ms);
  contact_at(noon_ms - hour_ms / 2);
  kiosk.monotonic_ms = 3 * hour_ms;  // and yet it is here now
  kiosk.vote(4);
  kiosk.monotonic_ms = std::numeric_limits<std::int64_t>::max();
  kiosk.vote(4);
  send_at(noon_ms);
  EXPECT_EQ(on_the_day_of(noon_ms).visits_by_arrival, 2U);
}

TEST_F(BootTimesTest, TheContactThatIsWrongByLeastCounts) {
  boot_at_1970(1, noon_ms - 2 * day_ms);
  const std::uint64_t visit = vote_at(noon_ms - day_ms);
  contact_at(noon_ms - day_ms + 1'000, 60'000, 60'000);  // half a minute wrong
  send_at(noon_ms - day_ms + 100'000);
  EXPECT_EQ(corrected(visit), noon_ms - day_ms + 30'000);
  EXPECT_EQ(column("wrong_by_ms", visit), 30'003);
  contact_at(noon_ms, 200, 100);
  send_at(noon_ms + 1'000);
  EXPECT_EQ(corrected(visit), noon_ms - day_ms);
  EXPECT_EQ(column("wrong_by_ms", visit), 100 + 8'640);
  contact_at(noon_ms + 2'000, 100, 0);  // hardly better, and the better for it
  send_at(noon_ms + 3'000);
  EXPECT_EQ(column("wrong_by_ms", visit), 50 + 8'640);
}

// A quartz that is fast by 50 in a million: each end of a long boot goes by the nearer contact.
TEST_F(BootTimesTest, ADriftingClockIsCorrectedByTheContactsAround) {
  boot_at_1970(1, noon_ms - 8 * day_ms);
  const auto fast = [](std::uint64_t ms) { return ms + ms / 20'000; };
  std::vector<std::pair<std::uint64_t, std::int64_t>> visits;
  for (int hour = 0; hour < 8 * 24; ++hour) {
    const std::int64_t now = noon_ms - 8 * day_ms + hour * hour_ms;
    at(now);
    kiosk.monotonic_ms = fast(*kiosk.monotonic_ms);
    visits.emplace_back(kiosk.vote(4), now);
    // When the kiosk would see two seconds of difference: every eleven hours.
    if (hour % 11 == 5) kiosk.time_heard(now + 50, *kiosk.monotonic_ms - 100, 100);
  }
  send_at(noon_ms);
  for (const auto& [visit, true_ms] : visits) {
    EXPECT_LE(off_by(visit, true_ms), 2'000);
  }
}

// The same vectors correct exports in tests/independent. In one kiosk's life each boot's visits
// come after its contacts, in another before them, in a third in an earlier batch.
enum class Visits : std::uint8_t { after, before, earlier };
class BootTimesVectors : public BootTimesTest, public ::testing::WithParamInterface<Visits> {
 protected:
  using Due = std::vector<std::pair<std::uint64_t, nlohmann::json>>;
  void add_visits(const nlohmann::json& boot, Due& due) {
    for (const auto& record : boot["records"]) {
      kiosk.monotonic_ms = record[0];
      due.emplace_back(kiosk.vote(4), record);
    }
  }
  void add_contacts(const nlohmann::json& boot) {
    for (const auto& contact : boot["contacts"]) {
      const std::uint64_t sent = contact[1];
      const std::uint64_t heard = contact[2];
      kiosk.monotonic_ms = contact.size() > 3 ? contact[3].get<std::uint64_t>() : heard;
      kiosk.time_heard(contact[0], sent, heard - sent);
    }
  }
};

TEST_P(BootTimesVectors, CorrectAsTheySay) {
  std::ifstream file(tests::in_source("tests/vectors/times.json"));
  const auto boots = nlohmann::json::parse(file);
  Due due;
  for (std::size_t i = 0; i < boots.size(); ++i) {
    kiosk.boot = {};
    if (!boots[i].contains("unknown")) kiosk.boot.fill(static_cast<std::uint8_t>(i + 1));
    if (GetParam() != Visits::after) add_visits(boots[i], due);
    if (GetParam() == Visits::earlier) send_at(after_all_ms);
    add_contacts(boots[i]);
    if (GetParam() == Visits::after) add_visits(boots[i], due);
  }
  send_at(after_all_ms);
  for (const auto& [visit, record] : due) {
    const auto time = corrected(visit);
    EXPECT_EQ(time ? nlohmann::json(*time) : nlohmann::json(), record[1]) << record.dump();
    const auto wrong_by = column("wrong_by_ms", visit);
    EXPECT_EQ(wrong_by ? nlohmann::json(*wrong_by) : nlohmann::json(), record[2]) << record.dump();
  }
}

INSTANTIATE_TEST_SUITE_P(Orders, BootTimesVectors,
                         ::testing::Values(Visits::after, Visits::before, Visits::earlier));

// They are read and written some at a time.
TEST_F(BootTimesTest, AContactCorrectsThousandsOfStoredVisits) {
  boot_at_1970(1, noon_ms - day_ms);
  std::vector<std::uint64_t> visits;
  for (int i = 0; i < 2'500; ++i) visits.push_back(vote_at(noon_ms - hour_ms + i));
  send_at(noon_ms);
  contact_at(noon_ms + 1'000, 400, 200);
  kiosk.amend(visits.back(), 2);  // one of them changes in the same batch
  send_at(noon_ms + 2'000);
  for (int i = 0; i < 2'500; ++i) EXPECT_EQ(off_by(visits[i], noon_ms - hour_ms + i), 0);
  EXPECT_EQ(kitchen.count("SELECT CAST(sum(visits) AS BIGINT) FROM hourly_vote"), 2'500);
  EXPECT_EQ(kitchen.count("SELECT CAST(sum(visits) AS BIGINT) FROM hourly_vote WHERE value = 2"),
            1);
  EXPECT_EQ(kitchen.count("SELECT count(DISTINCT hour_ms) FROM hourly_vote WHERE visits > 0"), 1);
}

TEST_F(BootTimesTest, ManyContactsOfOneBootAreUsedUpToALimit) {
  boot_at_1970(1, noon_ms - day_ms);
  for (std::uint64_t i = 0; i < 1'010; ++i) contact_at(noon_ms - hour_ms, 2'500 - i, 0);
  vote_at(noon_ms - hour_ms / 2);
  send_at(noon_ms);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM boot_time"), 1'000);
  EXPECT_EQ(on_the_day_of(noon_ms).visits_corrected, 1U);
}

TEST_F(BootTimesTest, AClockThatWasRightIsNotMarked) {
  boot(1, noon_ms - hour_ms);
  set_clock(ClockState::synchronised, 120'000 - 10'000);
  vote_at(noon_ms - hour_ms / 2);
  set_clock(ClockState::free_running, -100'000);
  vote_at(noon_ms - hour_ms / 2);
  set_clock(ClockState::free_running, -121'000);
  vote_at(noon_ms - hour_ms / 2);
  contact_at(noon_ms - 1'000);
  send_at(noon_ms);
  EXPECT_EQ(on_the_day_of(noon_ms).visits, 3U);
  EXPECT_EQ(on_the_day_of(noon_ms).visits_corrected, 1U);
}

// Nothing goes to another day without a mark, not even by a second.
TEST_F(BootTimesTest, AClockThatWasNearlyRightIsMarkedAroundMidnight) {
  const std::int64_t midnight = noon_ms + 12 * hour_ms;
  boot(1, noon_ms);
  set_clock(ClockState::synchronised, 10'000);
  vote_at(midnight - 5'000);  // the kiosk's clock says the next day
  contact_at(midnight + hour_ms);
  send_at(midnight + 2 * hour_ms);
  EXPECT_EQ(on_the_day_of(noon_ms).visits, 1U);
  EXPECT_EQ(on_the_day_of(noon_ms).visits_corrected, 1U);
  EXPECT_EQ(on_the_day_of(midnight).visits, 0U);
  EXPECT_EQ(on_the_day_of(midnight).visits_moved, 1U);
}

TEST_F(BootTimesTest, TheLastAnswerIsThatOfTheHighestSequenceWhateverTheTime) {
  boot(1, noon_ms - 2 * hour_ms);
  set_clock(ClockState::synchronised, 0);
  const std::uint64_t visit = vote_at(noon_ms - hour_ms, 1);
  set_clock(ClockState::unset, -years_50_ms);
  at(noon_ms - hour_ms - 1'000);  // before it, if anybody went by time
  kiosk.amend(visit, 2);
  set_clock(ClockState::free_running, years_50_ms);
  at(noon_ms);
  kiosk.amend(visit, 3);
  set_clock(ClockState::unset, -noon_ms);
  at(noon_ms - hour_ms + 1'000);
  kiosk.amend(visit, 4);
  contact_at(noon_ms);
  send_at(noon_ms);
  const KioskFigures figures = on_the_day_of(noon_ms);
  EXPECT_EQ(figures.visits, 1U);
  EXPECT_EQ(figures.answers.scales.at(0).distribution.votes,
            (std::vector<std::uint64_t>{0, 0, 0, 1}));
}

TEST_F(BootTimesTest, TimesAtTheEndsOfTheirRangeAreTakenAsTheyAre) {
  boot(1, noon_ms - hour_ms);
  at(noon_ms);
  kiosk.clock = ClockState::free_running;
  for (const std::int64_t wall :
       {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    kiosk.wall_ms = wall;
    kiosk.vote(4);
    kiosk.head();
    kiosk.time_heard(wall, 0, 1);
  }
  kiosk.append(record::Kind::time_heard,
               record::TimeHeard{noon_ms, 0, std::numeric_limits<std::int64_t>::max()});
  send_at(noon_ms);
  EXPECT_EQ(on_the_day_of(noon_ms).wrong_times, 3U);
  EXPECT_EQ(kitchen.count("SELECT count(*) FROM visit WHERE corrected_ms IS NULL"), 2);
}

}  // namespace
}  // namespace smilepost::backend::test
