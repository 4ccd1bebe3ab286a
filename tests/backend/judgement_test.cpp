#include "backend/fleet/judgement.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>

namespace smilepost::backend::test {
namespace {

constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms;
constexpr std::int64_t today = 20'000;  // days since 1970
constexpr std::int64_t now_ms = today * day_ms + 14 * hour_ms + 30 * minute_ms;

// Of a shop that is open from 9 to 18 for two weeks.
KioskFacts well() {
  KioskFacts kiosk;
  kiosk.label = "Exit north";
  kiosk.place = "Berlin 3";
  kiosk.enrolled_ms = now_ms - 15 * day_ms;
  kiosk.last_contact_ms = now_ms - minute_ms;
  for (std::int64_t day = today - 14; day < today; ++day) kiosk.days[day].hours = 0x3FE00;
  kiosk.days[today].hours = 0x7E00;  // until now
  StatusFacts& status = kiosk.status.emplace();
  status.received_ms = now_ms - minute_ms;
  status.software = "0.2.0";
  status.clock = record::ClockState::synchronised;
  status.wear_percent = 10;
  status.free_bytes = std::uint64_t{1} << 33U;
  status.temperature = 55;
  status.renderer = "V3D 4.2";
  status.frames = 1'000;
  status.touches = 20;
  status.stuck_touches = 0;
  status.untouched_ms = 5 * minute_ms;
  status.starts = 1;
  status.backlog = 0;
  return kiosk;
}

void silent_for(KioskFacts& kiosk, std::int64_t ms) {
  kiosk.last_contact_ms = now_ms - ms;
  kiosk.status->received_ms = kiosk.last_contact_ms;
}

struct Case {
  const char* name;
  std::function<void(KioskFacts&)> change;
  Condition health;
  std::string what;  // part of the first finding; empty: there is none
  Neighbours neighbours{};
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"well", [](KioskFacts&) {}, Condition::well, ""},
      {"a restart", [](auto& it) { silent_for(it, 40 * minute_ms); }, Condition::well, ""},
      {"an hour", [](auto& it) { silent_for(it, 2 * hour_ms); }, Condition::watch,
       "not been heard of for 2 hours."},
      {"hours",
       [](auto& it) { silent_for(it, 3 * hour_ms + minute_ms); },
       Condition::ill,
       "for 3 hours while 3 of its 4 neighbours have.",
       {4, 3}},
      {"hours, alone",
       [](auto& it) { silent_for(it, 3 * hour_ms + minute_ms); },
       Condition::ill,
       "for 3 hours while its 4 neighbours have.",
       {4, 4}},
      {"most of the shop",
       [](auto& it) { silent_for(it, 3 * hour_ms + minute_ms); },
       Condition::ill,
       "for 3 hours, like 8 of its 9 neighbours.",
       {9, 1}},
      {"one neighbour",
       [](auto& it) { silent_for(it, 3 * hour_ms + minute_ms); },
       Condition::ill,
       "while its neighbour has.",
       {1, 1}},
      {"the whole shop",
       [](auto& it) { silent_for(it, 3 * hour_ms + minute_ms); },
       Condition::ill,
       "for 3 hours, like all of its 3 neighbours.",
       {3, 0}},
      {"nothing known, half a day",
       [](auto& it) {
         it.days.clear();
         it.status.reset();
         it.last_contact_ms = now_ms - 12 * hour_ms;
       },
       Condition::well, ""},
      {"nothing known, a day",
       [](auto& it) {
         it.days.clear();
         it.status.reset();
         it.last_contact_ms = now_ms - day_ms;
       },
       Condition::ill, "for 24 hours."},
      {"copied", [](auto& it) { it.copied_ms = 1; }, Condition::ill, "Two devices"},
      {"restored", [](auto& it) { it.restored_ms = now_ms - day_ms; }, Condition::well,
       "older state"},
      {"restored long ago", [](auto& it) { it.restored_ms = now_ms - 31 * day_ms; },
       Condition::well, ""},
      {"new keys", [](auto& it) { it.epoch_waits_ms = 1; }, Condition::waits, "new keys"},
      {"forks", [](auto& it) { it.forks = 1; }, Condition::well, "contradict"},
      {"gaps", [](auto& it) { it.gaps = 1; }, Condition::watch, "cannot be read any more"},
      {"damaged files", [](auto& it) { it.damaged_files = 1; }, Condition::watch, "damaged files"},
      {"worn", [](auto& it) { it.status->wear_percent = 80; }, Condition::watch,
       "70 to 80 % of its storage's life is used."},
      {"worn out", [](auto& it) { it.status->wear_percent = 90; }, Condition::ill,
       "80 to 90 % of its storage's life is used."},
      {"at its end", [](auto& it) { it.status->wear_percent = 100; }, Condition::ill,
       "90 to 100 % of its"},
      {"beyond its life",
       [](auto& it) {
         it.status->wear_percent = 100;
         it.status->worn_beyond = true;
       },
       Condition::ill, "More than its storage's whole life is used."},
      {"wears fast",
       [](auto& it) {
         it.days[today - 14].wear_percent = 30;
         it.status->wear_percent = 60;
       },
       Condition::watch, "ends in 18 days"},
      {"wears slowly",
       [](auto& it) {
         it.days[today - 14].wear_percent = 50;
         it.status->wear_percent = 60;
       },
       Condition::watch, "ends in 56 days"},
      {"wears as it should",
       [](auto& it) {
         it.days[today - 14].wear_percent = 9;
         it.status->wear_percent = 10;
       },
       Condition::well, ""},
      {"no spare blocks", [](auto& it) { it.status->spares_run_out = true; }, Condition::ill,
       "spare blocks"},
      {"writes fail", [](auto& it) { it.status->failed_writes = 2; }, Condition::ill,
       "failed, 2 times"},
      {"writes failed by its head alone",
       [](auto& it) {
         it.status->failed_writes.reset();
         it.failed_writes = 1;
       },
       Condition::ill, "failed, 1 time "},
      {"nearly full", [](auto& it) { it.status->free_bytes = 63U << 20U; }, Condition::ill,
       "63 MiB are free"},
      {"hot", [](auto& it) { it.status->temperature = 75; }, Condition::watch, "runs hot: 75 °C"},
      {"too hot", [](auto& it) { it.status->temperature = 82; }, Condition::ill, "too hot: 82 °C"},
      {"software", [](auto& it) { it.status->renderer = "llvmpipe (LLVM 15.0.6, 128 bits)"; },
       Condition::watch, "draws in software"},
      {"stutters",
       [](auto& it) {
         it.status->slow_frames = 101;
         it.status->worst_frame_ms = 250;
       },
       Condition::watch, "10 % of its pictures are late, the slowest took 250 ms."},
      {"few frames",
       [](auto& it) {
         it.status->frames = 299;
         it.status->slow_frames = 200;
       },
       Condition::well, ""},
      {"held", [](auto& it) { it.status->stuck_touches = 2; }, Condition::ill, "holds the glass"},
      {"leant on once", [](auto& it) { it.status->stuck_touches = 1; }, Condition::well, ""},
      {"untouched", [](auto& it) { it.status->untouched_ms = 2 * day_ms; }, Condition::watch,
       "Nobody has touched it for 2 days"},
      {"safe mode", [](auto& it) { it.status->safe_mode = "three crashes in a row"; },
       Condition::ill, "safe mode: three crashes in a row"},
      {"restarts", [](auto& it) { it.status->starts = 5; }, Condition::watch, "started 5 times"},
      {"clock unset", [](auto& it) { it.status->clock = record::ClockState::unset; },
       Condition::watch, "clock is not set"},
      {"clock fast", [](auto& it) { it.status->clock_off_ms = 10 * minute_ms; }, Condition::watch,
       "10 minutes fast"},
      {"clock slow", [](auto& it) { it.status->clock_off_ms = -3 * hour_ms; }, Condition::watch,
       "3 hours slow"},
      {"clock nearly right", [](auto& it) { it.status->clock_off_ms = 2 * minute_ms; },
       Condition::well, ""},
      {"backlog", [](auto& it) { it.status->backlog = 1'000; }, Condition::watch,
       "1,000 answers wait"},
      {"fallen back",
       [](auto& it) { it.status->update = "fallen back 1.5.0: no picture was shown"; },
       Condition::watch, "Update 1.5.0 fell back: no picture was shown."},
      {"fallen back, nobody knows why", [](auto& it) { it.status->update = "fallen back"; },
       Condition::watch, "Its update fell back."},
      {"refused", [](auto& it) { it.status->update = "refused 1.5.0: no part of the release."; },
       Condition::watch, "Update 1.5.0 was refused: no part of the release."},
      {"not signed",
       [](auto& it) { it.status->update = "refused 1.5.0: RAUC: signature verification failed"; },
       Condition::ill, "Update 1.5.0 was refused: RAUC: signature verification failed."},
      {"updates", [](auto& it) { it.status->update = "downloading 1.5.0: 40 %"; }, Condition::well,
       ""},
      {"revoked",
       [](auto& it) {
         it.revoked_ms = 1;
         it.copied_ms = 1;
       },
       Condition::retired, ""},
  };
  return all;
}

TEST(JudgementTest, SaysWhyInPlainWords) {
  for (const Case& it : cases()) {
    KioskFacts kiosk = well();
    it.change(kiosk);
    const auto findings = judge(kiosk, it.neighbours, now_ms);
    EXPECT_EQ(condition_of(kiosk, findings), it.health) << it.name;
    EXPECT_EQ(findings.empty(), it.what.empty()) << it.name;
    if (findings.empty()) continue;
    EXPECT_NE(findings.front().what.find(it.what), std::string::npos)
        << it.name << ": " << findings.front().what;
    for (const Finding& finding : findings) {
      EXPECT_EQ(finding.what.back(), '.') << it.name;
      EXPECT_FALSE(finding.remedy.empty()) << it.name;
    }
  }
}

TEST(JudgementTest, AShopThatIsClosedAtNightIsNotIll) {
  KioskFacts kiosk = well();
  kiosk.last_contact_ms = (today - 1) * day_ms + 17 * hour_ms + 50 * minute_ms;
  const std::int64_t night = today * day_ms + 8 * hour_ms + 50 * minute_ms;
  EXPECT_EQ(unusual_silence_hours(kiosk, night), 0);
  EXPECT_TRUE(judge(kiosk, {}, night).empty());
  const std::int64_t opened = today * day_ms + 11 * hour_ms + 10 * minute_ms;
  EXPECT_EQ(unusual_silence_hours(kiosk, opened), 2);  // 9 and 10
}

TEST(JudgementTest, ASundayIsJudgedByTheSundayBefore) {
  KioskFacts kiosk = well();
  kiosk.days.erase(today - 7);  // closed on this day of the week
  kiosk.last_contact_ms = (today - 1) * day_ms + 17 * hour_ms + 50 * minute_ms;
  EXPECT_EQ(unusual_silence_hours(kiosk, now_ms), 0);
  EXPECT_TRUE(judge(kiosk, {}, now_ms).empty());
}

// Once it is silent for days, yesterday is no measure any more.
TEST(JudgementTest, ItsOwnSilenceIsNotItsHabit) {
  KioskFacts kiosk = well();
  for (std::int64_t day = today - 4; day <= today; ++day) kiosk.days.erase(day);
  for (std::int64_t day = today - 14; day < today - 7; ++day) kiosk.days.erase(day);
  kiosk.last_contact_ms = (today - 5) * day_ms + 17 * hour_ms + 50 * minute_ms;
  EXPECT_GT(unusual_silence_hours(kiosk, now_ms).value_or(0), 24);
}

TEST(JudgementTest, ALongSilenceIsSaidEvenWhereItIsUsual) {
  KioskFacts kiosk = well();
  for (auto& [day, facts] : kiosk.days) facts.hours = 0;
  kiosk.last_contact_ms = now_ms - 4 * day_ms;
  const auto findings = judge(kiosk, {}, now_ms);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings.front().severity, Severity::watch);
  EXPECT_NE(findings.front().remedy.find("If the shop is closed, all is well"), std::string::npos);
}

TEST(JudgementTest, TheWorstComesFirst) {
  KioskFacts kiosk = well();
  kiosk.status->renderer = "llvmpipe";
  kiosk.status->wear_percent = 95;
  kiosk.forks = 1;
  const auto findings = judge(kiosk, {}, now_ms);
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[0].severity, Severity::ill);
  EXPECT_EQ(findings[1].severity, Severity::watch);
  EXPECT_EQ(findings[2].severity, Severity::note);
}

TEST(JudgementTest, AfterAFallBackItSaysWhatRuns) {
  KioskFacts kiosk = well();
  kiosk.status->update = "fallen back 1.5.0: no picture was shown";
  EXPECT_NE(judge(kiosk, {}, now_ms).at(0).remedy.find("the version before"), std::string::npos);
  kiosk.status->image = "1.4.2";
  EXPECT_EQ(judge(kiosk, {}, now_ms).at(0).remedy, "It runs 1.4.2 meanwhile; ask for diagnostics.");
}

// In the order in which they stand.
std::vector<std::string> all_of(const KioskFacts& kiosk) {
  std::vector<std::string> all;
  for (const Finding& finding : judge(kiosk, {}, now_ms)) all.push_back(finding.what);
  return all;
}

TEST(JudgementTest, AnOldReportSaysNothingOfNow) {
  KioskFacts kiosk = well();
  kiosk.status->temperature = 90;
  kiosk.status->stuck_touches = 9;
  kiosk.status->untouched_ms = 3 * day_ms;
  kiosk.status->renderer = "llvmpipe";
  kiosk.status->clock = record::ClockState::unset;
  EXPECT_EQ(all_of(kiosk).size(), 5U);
  silent_for(kiosk, 40 * minute_ms);
  EXPECT_TRUE(all_of(kiosk).empty()) << all_of(kiosk).front();
}

// With 9 of 10 silent, nobody is sent to each one's own cable.
TEST(JudgementTest, FromHalfOfAShopOnItIsTheShop) {
  KioskFacts kiosk = well();
  silent_for(kiosk, 3 * hour_ms);
  const auto sent_to_the_shop = [&](const Neighbours& neighbours) {
    return judge(kiosk, neighbours, now_ms).front().remedy.find("shop's network") !=
           std::string::npos;
  };
  EXPECT_TRUE(sent_to_the_shop({9, 1}));
  EXPECT_TRUE(sent_to_the_shop({9, 5}));  // 5 of 10
  EXPECT_FALSE(sent_to_the_shop({9, 6}));
  EXPECT_TRUE(sent_to_the_shop({1, 0}));
  EXPECT_FALSE(sent_to_the_shop({1, 1})) << "the other one is heard of";
  EXPECT_FALSE(sent_to_the_shop({}));
}

// Three hundred kiosks, three in a shop; of the first `closed` nothing was heard since yesterday.
std::map<record::KioskId, KioskFacts> fleet_of(int kiosks, int closed) {
  std::map<record::KioskId, KioskFacts> fleet;
  for (int i = 0; i < kiosks; ++i) {
    KioskFacts kiosk = well();
    kiosk.kiosk = {static_cast<std::uint8_t>(i >> 8U), static_cast<std::uint8_t>(i)};
    kiosk.place = "Shop " + std::to_string(i / 3);
    if (i < closed) silent_for(kiosk, 20 * hour_ms + 40 * minute_ms);
    fleet[kiosk.kiosk] = kiosk;
  }
  return fleet;
}

std::size_t count_of(const std::map<record::KioskId, KioskFacts>& fleet, Condition condition,
                     std::int64_t at_ms = now_ms) {
  const Neighbourhood all(fleet, at_ms);
  return static_cast<std::size_t>(std::count_if(fleet.begin(), fleet.end(), [&](const auto& it) {
    return condition_of(it.second, judge(it.second, all.of(it.second), at_ms)) == condition;
  }));
}

TEST(JudgementTest, AHolidayTurnsNoFleetRed) {
  auto fleet = fleet_of(297, 180);
  EXPECT_EQ(count_of(fleet, Condition::ill), 0U);
  EXPECT_EQ(count_of(fleet, Condition::watch), 180U);
  const KioskFacts& closed = fleet.begin()->second;
  const auto findings = judge(closed, Neighbourhood(fleet, now_ms).of(closed), now_ms);
  EXPECT_EQ(findings.front().what, "Not heard of for 20 hours, like 180 of 297 kiosks.");
  EXPECT_EQ(findings.front().remedy, "A holiday, or this server's network: look there first.");
  EXPECT_EQ(count_of(fleet_of(297, 148), Condition::ill), 148U) << "fewer than half";
  EXPECT_EQ(count_of(fleet_of(6, 6), Condition::ill), 6U) << "two shops are no crowd";
}

TEST(JudgementTest, AHolidaysEveningIsNotRedEither) {
  auto fleet = fleet_of(297, 297);
  EXPECT_EQ(count_of(fleet, Condition::ill, now_ms + 6 * hour_ms), 0U);  // nobody is open at 20:30
}

TEST(JudgementTest, WhoIsSilentForLongIsNoPartOfAHoliday) {
  auto fleet = fleet_of(30, 20);
  for (auto& [id, kiosk] : fleet) {
    if (kiosk.last_contact_ms < now_ms - hour_ms) silent_for(kiosk, 5 * day_ms);
  }
  EXPECT_EQ(count_of(fleet, Condition::ill), 20U);
}

TEST(JudgementTest, WhereNobodyTouchesAnyTheShopIsClosed) {
  auto fleet = fleet_of(30, 0);
  for (auto& [id, kiosk] : fleet) kiosk.status->untouched_ms = 50 * hour_ms;
  const auto touch = [&](std::uint8_t kiosk, std::int64_t ago_ms) {
    fleet[{0, kiosk}].status->untouched_ms = ago_ms;
  };
  EXPECT_EQ(count_of(fleet, Condition::watch), 0U);
  touch(0, 44 * hour_ms);
  EXPECT_EQ(count_of(fleet, Condition::watch), 0U) << "the last shopper of the same evening";
  touch(0, hour_ms);
  EXPECT_EQ(count_of(fleet, Condition::watch), 2U) << "its two neighbours";
}

TEST(JudgementTest, OneAloneInItsShopIsJudgedByTheFleetsHalf) {
  auto fleet = fleet_of(30, 0);
  KioskFacts& alone = fleet[{0, 0}];
  alone.place = "Kiel";
  for (auto& [id, kiosk] : fleet) kiosk.status->untouched_ms = 50 * hour_ms;
  for (std::uint8_t i = 1; i < 15; ++i) fleet[{0, i}].status->untouched_ms = hour_ms;
  const auto watched = [&] {
    const Neighbours others = Neighbourhood(fleet, now_ms).of(alone);
    return !judge(alone, others, now_ms).empty();
  };
  EXPECT_FALSE(watched()) << "14 of 29";
  fleet[{0, 15}].status->untouched_ms = hour_ms;
  EXPECT_TRUE(watched());
}

TEST(JudgementTest, NewStorageIsNotWorn) {
  KioskFacts kiosk = well();
  EXPECT_EQ(wear_words(*kiosk.status), "0 to 10 % of its storage's life is used");
}

// It is an appliance: nobody logs in, and no setting of it names a time server.
TEST(JudgementTest, AsksForWhatAnAdministratorCanDo) {
  KioskFacts kiosk = well();
  kiosk.status->free_bytes = 0;
  kiosk.status->clock = record::ClockState::unset;
  const auto findings = judge(kiosk, {}, now_ms);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_NE(findings[0].remedy.find("a larger one once its answers have come"), std::string::npos);
  EXPECT_NE(findings[1].remedy.find("shop's router"), std::string::npos);
  EXPECT_NE(findings[1].remedy.find("UDP port 123"), std::string::npos);
}

TEST(JudgementTest, SaysOneRemedyOnce) {
  KioskFacts kiosk = well();
  kiosk.status->wear_percent = 100;
  kiosk.status->spares_run_out = true;
  const auto findings = judge(kiosk, {}, now_ms);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].remedy,
            "Replace its storage, or the kiosk where it is soldered in, this month.");
  EXPECT_EQ(findings[1].remedy, "");
}

TEST(JudgementTest, WhatLiesOnASilentKioskIsSaid) {
  KioskFacts kiosk = well();
  kiosk.status->backlog = 1'250;
  EXPECT_EQ(all_of(kiosk).size(), 1U) << "waits on one that is heard of";
  silent_for(kiosk, 3 * hour_ms + minute_ms);
  const auto findings = judge(kiosk, {}, now_ms);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[1].what, "1,250 answers lie on it that have not come.");
  EXPECT_EQ(findings[1].remedy, "Do not wipe its card: they come when it is on again.");
  kiosk.status->backlog = 1;
  EXPECT_EQ(all_of(kiosk).at(1), "1 answer lies on it that has not come.");
  kiosk.status->backlog = 0;
  EXPECT_EQ(all_of(kiosk).size(), 1U);
}

TEST(JudgementTest, WhatTakesNoAnswersComesBeforeWhatOnlyWears) {
  KioskFacts kiosk = well();
  kiosk.status->wear_percent = 95;
  kiosk.status->temperature = 85;
  kiosk.copied_ms = 1;
  kiosk.status->free_bytes = 0;
  kiosk.status->renderer = "llvmpipe";
  kiosk.status->untouched_ms = 3 * day_ms;
  std::vector<Urgency> order;
  for (const Finding& finding : judge(kiosk, {}, now_ms)) order.push_back(finding.urgency);
  using enum Urgency;
  EXPECT_EQ(order, (std::vector{no_answers, security, runs_poorly, wears_out,  // ill
                                no_answers, runs_poorly}));
}

TEST(JudgementTest, ANoteIsNotUrgent) {
  KioskFacts kiosk = well();
  kiosk.forks = 1;
  EXPECT_EQ(urgency_of(judge(kiosk, {}, now_ms)), Urgency::wears_out);
  kiosk.copied_ms = 1;
  EXPECT_EQ(urgency_of(judge(kiosk, {}, now_ms)), Urgency::security);
}

}  // namespace
}  // namespace smilepost::backend::test
