// A kiosk whose clock does whatever it likes, over several boots: what it said stands on the day on
// which it was said, wherever anybody ever told the time in that boot.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <ctime>
#include <map>

#include "kitchen.h"

namespace smilepost::backend::test {
namespace {

using record::ClockState;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;
constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t years_50_ms = 50 * 365 * day_ms;

struct Visit {
  std::uint64_t sequence = 0;
  int boot = 0;
  ClockState clock{};
  std::int64_t true_ms = 0, said_ms = 0, arrived_ms = 0;
  int value = 0;  // its last
};

class LivelyKiosk {
 public:
  explicit LivelyKiosk(Kitchen& kitchen) : kitchen_(kitchen) {
    kitchen_.clock.now_ms = now_ms_;
    kitchen_.enrol(kiosk);
    boot();
  }

  void do_something() {
    pass(*rc::gen::weightedOneOf<std::int64_t>(
        {{3, rc::gen::inRange<std::int64_t>(1, minute_ms)},
         {2, rc::gen::inRange<std::int64_t>(1, 9 * hour_ms)}}));
    switch (
        *rc::gen::weightedElement<int>({{8, 0}, {3, 1}, {1, 2}, {1, 3}, {1, 4}, {3, 5}, {1, 6}})) {
      case 0:
        return vote();
      case 1:
        return amend();
      case 2:
        return hear_time();
      case 3:
        return boot();
      case 4:
        return step_clock();
      case 5:
        return send();
      default:
        kiosk.head();
        noted(kiosk.clock, true);
    }
  }

  void send() {
    for (Visit& visit : visits) {
      if (visit.arrived_ms == 0) visit.arrived_ms = now_ms_;
    }
    for (const auto& [boot, wall_ms] : heads_) {
      if (std::llabs(wall_ms - now_ms_) < minute_ms) confirmed[boot] = true;
    }
    heads_.clear();
    for (const int boot : heard_) contact[boot] = true;
    kitchen_.clock.now_ms = now_ms_;
    RC_ASSERT(kitchen_.post_records(kiosk.batch()).status == 200);
  }

  std::int64_t now_ms() const { return now_ms_; }

  HandMadeKiosk kiosk;
  std::vector<Visit> visits;
  std::map<int, bool> contact, confirmed;  // by boot

 private:
  // The true time goes on. Seconds around midnight are left out: two seconds may be wrong.
  void pass(std::int64_t ms) {
    now_ms_ += ms;
    const std::int64_t in_day = now_ms_ % day_ms;
    if (in_day < 5'000 || in_day > day_ms - 5'000) now_ms_ += 10'000;
    kiosk.monotonic_ms = static_cast<std::uint64_t>(now_ms_ - booted_ms_);
    kiosk.wall_ms = now_ms_ + off_ms_;
  }

  void boot() {
    ++boot_;
    kiosk.boot = {static_cast<std::uint8_t>(boot_)};
    booted_ms_ = now_ms_ - 1'000;  // so that boots share their monotonic readings
    set_clock(*rc::gen::element(-now_ms_, std::int64_t{0}, -years_50_ms, years_50_ms, -day_ms));
  }

  // Never within two seconds of two minutes, where it is a matter of luck whether that is marked.
  void step_clock() {
    const std::int64_t tens = *rc::gen::inRange<std::int64_t>(-12'000, 12'000);
    set_clock(*rc::gen::element(-years_50_ms, years_50_ms, std::int64_t{0}, tens * 10'000 + 5'000));
  }

  // As the kiosk judges it: what is before the program was built is no time.
  void set_clock(std::int64_t off_ms) {
    off_ms_ = off_ms;
    kiosk.clock = off_ms <= -years_50_ms         ? ClockState::unset
                  : *rc::gen::inRange(0, 4) == 0 ? ClockState::synchronised
                                                 : ClockState::free_running;
    pass(0);
  }

  void vote() {
    const int value = *rc::gen::inRange(1, 5);
    const std::uint64_t sequence = kiosk.vote(value);
    visits.push_back({sequence, boot_, kiosk.clock, now_ms_, kiosk.wall_ms, 0, value});
    noted(kiosk.clock, false);
  }

  void amend() {
    if (visits.empty()) return;
    Visit& visit = visits[*rc::gen::inRange<std::size_t>(0, visits.size())];
    visit.value = *rc::gen::inRange(1, 5);
    kiosk.amend(visit.sequence, visit.value);
    noted(kiosk.clock, false);
  }

  // At once, or after the program could not write for a while.
  void hear_time() {
    const std::uint64_t trip = *rc::gen::inRange<std::uint64_t>(0, 4'001);
    const auto there = static_cast<std::int64_t>(*rc::gen::inRange<std::uint64_t>(0, trip + 1));
    const std::uint64_t sent = *kiosk.monotonic_ms;
    const std::int64_t read_ms = now_ms_ + there;
    pass(static_cast<std::int64_t>(trip));
    kiosk.time_heard(read_ms, sent, trip);
    heard_.push_back(boot_);
    noted(kiosk.clock, false);
  }

  void noted(ClockState clock, bool head) {
    if (clock == ClockState::synchronised) confirmed[boot_] = true;
    if (head) heads_.emplace_back(boot_, kiosk.wall_ms);
  }

  Kitchen& kitchen_;
  std::int64_t now_ms_ = noon_ms;
  std::int64_t booted_ms_ = 0, off_ms_ = 0;
  int boot_ = 0;
  std::vector<int> heard_;                           // boots
  std::vector<std::pair<int, std::int64_t>> heads_;  // not sent yet: boot and wall clock
};

std::string all_visits(Kitchen& kitchen) {
  std::string all;
  const Status done =
      read(kitchen.archive->store(),
           "SELECT said_ms || ' ' || believed_ms || ' ' || counted_ms || ' ' || "
           "coalesce(corrected_ms || ' ' || wrong_by_ms, '-') || ' ' || answers || '; ' "
           "FROM visit ORDER BY sequence",
           [&](const Row& row) { all += row.text(0); });
  RC_ASSERT(static_cast<bool>(done));
  return all;
}

std::int64_t column(Kitchen& kitchen, const std::string& name, std::uint64_t sequence) {
  return kitchen.count("SELECT " + name +
                       " FROM visit WHERE sequence = " + std::to_string(sequence));
}

bool by_arrival(const Visit& visit) {
  return visit.clock == ClockState::unset || visit.said_ms > visit.arrived_ms + 2 * minute_ms;
}

std::int64_t believed_ms(const Visit& visit) {
  return by_arrival(visit) ? visit.arrived_ms : visit.said_ms;
}

void check_times(Kitchen& kitchen, LivelyKiosk& lively) {
  for (const Visit& visit : lively.visits) {
    RC_ASSERT(column(kitchen, "said_ms", visit.sequence) == visit.said_ms);
    const std::int64_t counted = column(kitchen, "counted_ms", visit.sequence);
    if (lively.contact[visit.boot]) {
      RC_ASSERT(std::llabs(counted - visit.true_ms) <= 2'000);
      RC_ASSERT(column(kitchen, "corrected_ms", visit.sequence) == counted);
      RC_ASSERT(day_of(counted) == day_of(visit.true_ms));
    } else {
      RC_ASSERT(counted == believed_ms(visit));
    }
  }
}

// The page's figures of one day, counted again from what the kiosk did.
void check_day(Kitchen& kitchen, LivelyKiosk& lively, const Day& day) {
  KioskFigures due;
  std::vector<std::uint64_t> votes(4);
  const auto in_day = [&](std::int64_t ms) { return ms >= day.begin_ms && ms < day.end_ms; };
  for (const Visit& visit : lively.visits) {
    const bool known = lively.contact[visit.boot];
    const bool no_clock = by_arrival(visit);
    if (!in_day(known ? visit.true_ms : believed_ms(visit))) {
      due.visits_moved += in_day(believed_ms(visit)) ? 1 : 0;
      continue;
    }
    ++due.visits;
    ++votes[static_cast<std::size_t>(visit.value) - 1];
    const bool wrong = visit.clock == ClockState::unset || !in_day(believed_ms(visit)) ||
                       std::llabs(visit.said_ms - visit.true_ms) > 2 * minute_ms;
    due.visits_corrected += known && wrong ? 1 : 0;
    due.visits_by_arrival += !known && no_clock ? 1 : 0;
    due.visits_unconfirmed += !known && !no_clock && visit.clock == ClockState::free_running &&
                                      !lively.confirmed[visit.boot]
                                  ? 1
                                  : 0;
  }
  const KioskFigures shown = figures_of(kitchen.archive->store(), day)->kiosks.at(0);
  RC_ASSERT(shown.visits == due.visits);
  RC_ASSERT(shown.visits_corrected == due.visits_corrected);
  RC_ASSERT(shown.visits_by_arrival == due.visits_by_arrival);
  RC_ASSERT(shown.visits_unconfirmed == due.visits_unconfirmed);
  RC_ASSERT(shown.visits_moved == due.visits_moved);
  const std::size_t scales = due.visits > 0 ? 1 : 0;
  RC_ASSERT(shown.answers.scales.size() == scales);
  for (const ScaleFigures& one : shown.answers.scales) RC_ASSERT(one.distribution.votes == votes);
}

// Every record by itself, at the time at which it came.
void check_derived_anew(Kitchen& kitchen, LivelyKiosk& lively) {
  const TemporaryFolder folder;
  Kitchen anew(folder.path());
  anew.enrol(lively.kiosk);
  for (std::size_t i = 0; i < lively.kiosk.size(); ++i) {
    anew.clock.now_ms =
        kitchen.count("SELECT received_ms FROM record WHERE sequence = " + std::to_string(i));
    RC_ASSERT(anew.post_records(lively.kiosk.batch(i, i + 1)).status == 200);
  }
  RC_ASSERT(all_visits(anew) == all_visits(kitchen));
}

TEST(BootTimesProperty, VisitsStandOnTheirTrueDayWhereverTheTimeWasEverHeard) {
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  EXPECT_TRUE(rc::check([] {
    const TemporaryFolder folder;
    Kitchen kitchen(folder.path());
    LivelyKiosk lively(kitchen);
    const int acts = *rc::gen::inRange(1, 60);
    for (int i = 0; i < acts; ++i) lively.do_something();
    lively.send();
    check_times(kitchen, lively);
    for (std::int64_t at = noon_ms - 3 * day_ms; at < lively.now_ms() + 3 * day_ms; at += day_ms) {
      check_day(kitchen, lively, day_of(at));
    }
    check_derived_anew(kitchen, lively);
    int in_contact = 0;
    for (const Visit& visit : lively.visits) in_contact += lively.contact[visit.boot] ? 1 : 0;
    RC_CLASSIFY(in_contact > 0, "with a contact");
    RC_CLASSIFY(in_contact < static_cast<int>(lively.visits.size()), "without one");
  }));
}

}  // namespace
}  // namespace smilepost::backend::test
