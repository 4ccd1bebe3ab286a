#include "backend/fleet/silence.h"

#include <algorithm>

#include "backend/web/words.h"

namespace smilepost::backend {
namespace {

constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms;

// Where "well" ends, and why there.
//  silence      a report comes every few minutes: after one hour in which a kiosk is usually heard
//               of it is no restart any more, after two nobody will mend it by themselves
//  no habit     so long a shop may be closed where nothing is known of its habits
//  any habit    longer than a long weekend: even a habit is no reason not to look
//  crowd        more than half of those that are due, in three places or more: no shop's own fault
constexpr std::int64_t silent_hours_watch = 1, silent_hours_ill = 2;
constexpr std::int64_t no_habit_ms = day_ms, any_habit_ms = 4 * day_ms;
constexpr std::size_t crowd_places = 3;
constexpr std::int64_t lately_ms = 30 * minute_ms;

bool has_habits(const KioskFacts& kiosk) {
  return !kiosk.days.empty() &&
         kiosk.last_contact_ms / hour_ms - kiosk.days.begin()->first * 24 >= 24;
}

// Of the days before: the same hour a week ago, or, where that is not known, a day ago; but of a
// time from which it was still heard.
bool is_usually_heard(const KioskFacts& kiosk, std::int64_t hour, std::int64_t last_hour) {
  const std::int64_t first_hour = kiosk.days.begin()->first * 24;
  for (const std::int64_t step : {std::int64_t{168}, std::int64_t{24}}) {
    std::int64_t at = hour - step;
    while (at > last_hour) at -= step;
    if (at < first_hour) continue;
    const auto day = kiosk.days.find(at / 24);
    return day != kiosk.days.end() && (day->second.hours >> (at % 24) & 1U) != 0;
  }
  return true;
}

// Half of the shop or more, and not alone: then it is hardly this kiosk's own cable.
bool is_whole_shop(const Neighbours& others) {
  const std::size_t silent = others.all - others.heard;
  return silent > 0 && (silent + 1) * 2 >= others.all + 1;
}

std::string neighbours_words(const Neighbours& others) {
  const std::size_t silent = others.all - others.heard;
  if (others.all == 0) return "";
  if (others.all == 1)
    return others.heard > 0 ? " while its neighbour has" : ", like its neighbour";
  const std::string of_all = " of its " + with_thousands(others.all) + " neighbours";
  if (is_whole_shop(others))
    return ", like " + (silent == others.all ? "all" : with_thousands(silent)) + of_all;
  if (silent == 0) return " while its " + with_thousands(others.all) + " neighbours have";
  return " while " + with_thousands(others.heard) + of_all + (others.heard == 1 ? " has" : " have");
}

void judge_undelivered(const KioskFacts& kiosk, Findings& findings) {
  const std::uint64_t waiting = kiosk.status ? kiosk.status->backlog.value_or(0) : 0;
  if (waiting == 0) return;
  findings.watch(
      Urgency::no_answers,
      counted(waiting, "answer lies on it that has", "answers lie on it that have") + " not come.",
      "Do not wipe its card: they come when it is on again.");
}

// Never where two shops or fewer are silent: that is a matter of theirs.
bool is_like_many(const Neighbours& others) {
  return others.missing * 2 > others.due && others.missing_places >= crowd_places;
}

std::string words_like_many(std::int64_t silent_ms, const Neighbours& others) {
  return "Not heard of for " + span(silent_ms) + ", like " + with_thousands(others.missing) +
         " of " + with_thousands(others.due) + " kiosks.";
}

std::string remedy_of_silence(bool usual, const Neighbours& others) {
  if (usual)
    return "If the shop is closed, all is well; else look whether it has power and network.";
  return is_whole_shop(others)
             ? "Look at the shop's network and power first: it is not this kiosk alone."
             : "Look whether it has power and its network cable or Wi-Fi.";
}

}  // namespace

void judge_silence(const KioskFacts& kiosk, const Neighbours& others, std::int64_t now_ms,
                   Findings& findings) {
  const std::int64_t silent = now_ms - kiosk.last_contact_ms;
  const auto unusual = unusual_silence_hours(kiosk, now_ms);
  const bool ill = unusual ? *unusual >= silent_hours_ill : silent >= no_habit_ms;
  const bool watch = silent >= any_habit_ms || (unusual && *unusual >= silent_hours_watch);
  if (!ill && !watch) return;
  if (silent < any_habit_ms && is_like_many(others)) {
    findings.watch(Urgency::no_answers, words_like_many(silent, others),
                   "A holiday, or this server's network: look there first.");
  } else {
    const bool usual = !ill && (!unusual || *unusual == 0);
    findings.add(ill ? Severity::ill : Severity::watch, Urgency::no_answers,
                 "It has not been heard of for " + span(silent) + neighbours_words(others) + ".",
                 remedy_of_silence(usual, others));
  }
  judge_undelivered(kiosk, findings);
}

bool heard_lately(const KioskFacts& kiosk, std::int64_t now_ms) {
  return now_ms - kiosk.last_contact_ms < lately_ms;
}

std::optional<std::int64_t> unusual_silence_hours(const KioskFacts& kiosk, std::int64_t now_ms) {
  const std::int64_t last = kiosk.last_contact_ms / hour_ms, now = now_ms / hour_ms;
  if (!has_habits(kiosk)) return std::nullopt;
  std::int64_t unusual = 0;
  constexpr std::int64_t at_most = std::int64_t{14} * 24;
  for (std::int64_t hour = last + 1; hour < std::min(now, last + at_most); ++hour) {
    if (is_usually_heard(kiosk, hour, last)) ++unusual;
  }
  return unusual;
}

Attendance attendance_of(const KioskFacts& kiosk, std::int64_t now_ms) {
  if (!has_habits(kiosk) || now_ms - kiosk.last_contact_ms >= any_habit_ms)
    return Attendance::not_due;
  if (unusual_silence_hours(kiosk, now_ms).value_or(0) >= silent_hours_watch)
    return Attendance::missing;
  const bool due = heard_lately(kiosk, now_ms) ||
                   is_usually_heard(kiosk, now_ms / hour_ms, kiosk.last_contact_ms / hour_ms);
  return due ? Attendance::there : Attendance::not_due;
}

std::string span(std::int64_t milliseconds) {
  const auto of = [](std::int64_t count, const char* one, const char* many) {
    return counted(static_cast<std::uint64_t>(count), one, many);
  };
  if (milliseconds < minute_ms)
    return of(std::max<std::int64_t>(milliseconds, 0) / 1'000, "second", "seconds");
  if (milliseconds < 2 * hour_ms) return of(milliseconds / minute_ms, "minute", "minutes");
  if (milliseconds < 2 * day_ms) return of(milliseconds / hour_ms, "hour", "hours");
  return of(milliseconds / day_ms, "day", "days");
}

}  // namespace smilepost::backend
