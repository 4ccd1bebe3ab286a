#include "backend/fleet/judgement.h"

#include <algorithm>

#include "backend/web/words.h"
#include "record/update_told.h"

namespace smilepost::backend {
namespace {

constexpr std::int64_t minute_ms = 60'000, day_ms = 86'400'000;

// Where "well" ends, and why there; of silence: silence.cpp.
//  backlog      what a busy kiosk takes in half a day
//  clock        what FORMAT.md holds a clock to be wrong from
//  wear         storage fails early beyond four fifths of its life; a tenth lasts about a month
//  temperature  a Raspberry Pi slows down from 80 °C and is throttled hard at 85
//  frames       beyond 33 ms a movement stutters; a tenth of them is seen, fewer is not
//  stuck        once in a quarter of an hour somebody may lean on it, twice something lies there
//  untouched    where the shop is open, somebody taps within two days; the others say whether it is
//  starts       once a night is usual, so many in one boot is a program that falls over
constexpr std::uint64_t long_backlog = 1'000;
constexpr std::int64_t clock_wrong_ms = 2 * minute_ms;
constexpr std::uint64_t wear_watch = 80, wear_ill = 90;
constexpr std::int64_t wear_ends_in_days = 60;
constexpr std::uint64_t few_bytes = std::uint64_t{64} << 20U;
constexpr std::int64_t hot_watch = 75, hot_ill = 82;
constexpr std::uint64_t judged_frames = 300, slow_share = 10;
constexpr std::uint64_t stuck_often = 2, many_starts = 5;
constexpr std::int64_t untouched_long_ms = 2 * day_ms;
constexpr std::int64_t card_news_ms = 30 * day_ms;
constexpr std::int64_t bundle_patience_ms = day_ms;
constexpr std::int64_t fresh_ms = 30 * minute_ms;

void judge_identity(const KioskFacts& kiosk, std::int64_t now_ms, Findings& findings) {
  if (kiosk.copied_ms) {
    findings.ill(Urgency::security, "Two devices answer for it: its card was copied.",
                 "Find the other one; or revoke this kiosk and enrol it anew with a fresh card.");
  }
  if (kiosk.epoch_waits_ms) {
    findings.ill(
        Urgency::security,
        "It has new keys that no older key of it vouches for, and nothing is taken until you "
        "accept them.",
        "If its card was changed or wiped, accept it; if nobody touched it, ask who did.");
  }
  if (kiosk.restored_ms && now_ms - *kiosk.restored_ms < card_news_ms) {
    findings.note(Urgency::security,
                  "An older state of its card went on " + span(now_ms - *kiosk.restored_ms) +
                      " ago; nothing stored here is lost.",
                  "If nobody put a card back, ask who had it.");
  }
  if (kiosk.forks > 0) {
    findings.note(Urgency::security, "Records of it contradict others: both are kept and counted.",
                  "Nothing to do, if its card was put back from a copy.");
  }
}

constexpr const char* replace_storage =
    "Replace its storage, or the kiosk where it is soldered in, this month.";

// How many days it lasts at its pace since the first that is known; nothing where it does not grow,
// or where a week is not known.
std::optional<std::int64_t> days_to_wear(const KioskFacts& kiosk, std::uint64_t used) {
  const auto first = std::find_if(kiosk.days.begin(), kiosk.days.end(),
                                  [](const auto& day) { return day.second.wear_percent; });
  if (first == kiosk.days.end() || *first->second.wear_percent >= used) return std::nullopt;
  const std::int64_t days = kiosk.days.rbegin()->first - first->first;
  if (days < 7) return std::nullopt;
  const auto gone = static_cast<std::int64_t>(used - *first->second.wear_percent);
  const auto left = static_cast<std::int64_t>(used >= 100 ? 0 : 100 - used);
  return left * days / gone;
}

void judge_wear(const KioskFacts& kiosk, Findings& findings) {
  const auto used = kiosk.status ? kiosk.status->wear_percent : std::nullopt;
  if (!used) return;
  const std::string what = wear_words(*kiosk.status);
  if (*used >= wear_ill) return findings.ill(Urgency::wears_out, what + ".", replace_storage);
  const auto ends_in = days_to_wear(kiosk, *used);
  if (ends_in && *ends_in < wear_ends_in_days) {
    findings.watch(
        Urgency::wears_out,
        what + ", and at this pace it ends in " +
            counted(static_cast<std::uint64_t>(*ends_in), "day", "days") + ".",
        "Have another storage or kiosk ready, and ask for diagnostics: they list its files.");
  } else if (*used >= wear_watch) {
    findings.watch(Urgency::wears_out, what + ".", "Have another storage or kiosk ready.");
  }
}

void judge_storage(const KioskFacts& kiosk, Findings& findings) {
  judge_wear(kiosk, findings);
  if (kiosk.status && kiosk.status->spares_run_out) {
    findings.ill(Urgency::wears_out, "Its storage says that its spare blocks run out.",
                 replace_storage);
  }
  const auto failed = kiosk.status ? kiosk.status->failed_writes : std::nullopt;
  if (const std::uint64_t writes = failed.value_or(kiosk.failed_writes); writes > 0) {
    findings.ill(Urgency::runs_poorly,
                 "Writing to its card failed, " + counted(writes, "time", "times") +
                     " since it started; no answer is lost.",
                 "Replace its card this week.");
  }
  const auto status_free = kiosk.status ? kiosk.status->free_bytes : std::nullopt;
  const auto free = status_free ? status_free : kiosk.free_bytes;
  if (free && *free < few_bytes) {
    findings.ill(Urgency::no_answers,
                 "Its disk is nearly full: " + with_thousands(*free >> 20U) + " MiB are free.",
                 "Ask for diagnostics, they list its files; if it stays full, replace its card "
                 "with a larger "
                 "one once its answers have come.");
  }
  if (kiosk.damaged_files > 0) {
    findings.watch(Urgency::wears_out,
                   "It still looks for records in damaged files, while nobody taps.",
                   "Leave it on; if this lasts for days, replace its card and run smilepost "
                   "recover on the old one.");
  }
  if (kiosk.gaps > 0) {
    findings.watch(Urgency::wears_out, "Records on its card cannot be read any more.",
                   "Replace its card.");
  }
}

void judge_clock(const StatusFacts& status, Findings& findings) {
  const std::int64_t off = status.clock_off_ms;
  const char* remedy =
      "Let the shop's router name a time server (DHCP option 42), or pass the question for the "
      "time "
      "(NTP, UDP port 123) to debian.pool.ntp.org.";
  if (status.clock == record::ClockState::unset) {
    findings.watch(Urgency::runs_poorly,
                   "Its clock is not set; answers stand at the time that this server reckons.",
                   remedy);
  } else if (std::abs(off) > clock_wrong_ms) {
    findings.watch(Urgency::runs_poorly,
                   "Its clock is " + span(std::abs(off)) + (off > 0 ? " fast" : " slow") +
                       "; answers stand at the corrected time.",
                   remedy);
  }
}

void judge_screen(const StatusFacts& status, Findings& findings) {
  const bool judged = status.frames >= judged_frames;
  if (status.draws_in_software()) {
    findings.watch(Urgency::runs_poorly,
                   "It draws in software: the GPU driver is missing, and screens react slowly.",
                   "Install the image made for this board, or a newer one.");
  } else if (judged && status.slow_frames * slow_share > status.frames) {
    findings.watch(
        Urgency::runs_poorly,
        "Its screen stutters: " + std::to_string(status.slow_frames * 100 / status.frames) +
            " % of its pictures are late, the slowest took " +
            std::to_string(status.worst_frame_ms) + " ms.",
        "Start it anew; if that does not help, ask for diagnostics.");
  }
}

// Where nobody touches the others either, the shop is closed.
bool others_are_touched(const Neighbours& others) {
  if (others.all > 0) return others.touched > 0;
  return others.watched_touched * 2 >= others.watched;
}

void judge_touch(const StatusFacts& status, const Neighbours& others, Findings& findings) {
  if (status.stuck_touches.value_or(0) >= stuck_often) {
    findings.ill(Urgency::no_answers,
                 "Somebody or something holds the glass: " +
                     counted(*status.stuck_touches, "touch", "touches") +
                     " lay still for half a minute.",
                 "Clean it, and look whether its frame presses on it.");
  }
  if (status.untouched_ms && *status.untouched_ms >= untouched_long_ms &&
      others_are_touched(others)) {
    findings.watch(Urgency::no_answers,
                   "Nobody has touched it for " + span(*status.untouched_ms) + ".",
                   "If the shop was open, tap it: is it dark, hidden, or deaf?");
  }
}

void judge_heat(const StatusFacts& status, Findings& findings) {
  if (status.temperature && *status.temperature >= hot_ill) {
    findings.ill(Urgency::runs_poorly,
                 "It is too hot: " + std::to_string(*status.temperature) + " °C.",
                 "Give it air: look for a blocked vent, sun or a heater.");
  } else if (status.temperature && *status.temperature >= hot_watch) {
    findings.watch(Urgency::runs_poorly,
                   "It runs hot: " + std::to_string(*status.temperature) + " °C.",
                   "Look for a blocked vent, sun or a heater.");
  }
}

void judge_program(const StatusFacts& status, Findings& findings) {
  if (!status.safe_mode.empty()) {
    findings.ill(Urgency::runs_poorly, "It runs in safe mode: " + status.safe_mode + ".",
                 "Answers are taken all the same; ask for diagnostics, they say what fell over.");
  } else if (status.starts.value_or(0) >= many_starts) {
    findings.watch(Urgency::runs_poorly,
                   "Its program started " + counted(*status.starts, "time", "times") +
                       " since the board did, " +
                       span(static_cast<std::int64_t>(status.uptime_ms)) + " ago.",
                   "Ask for diagnostics, they say what fell over.");
  }
}

std::string reason_of(const record::UpdateTold& told) {
  std::string reason = told.reason;
  while (!reason.empty() && (reason.back() == '.' || reason.back() == ' ')) reason.pop_back();
  return (reason.empty() ? "" : ": " + reason) + ".";
}

// As RAUC says it: "signature verification failed".
bool is_about_signature(const std::string& reason) {
  return reason.find("ignature") != std::string::npos;
}

void judge_update(const StatusFacts& status, Findings& findings) {
  const auto told = record::read_update_told(status.update);
  if (!told) return;
  const std::string update = told->version.empty() ? "Its update" : "Update " + told->version;
  if (told->state == "fallen back") {
    findings.watch(Urgency::runs_poorly, update + " fell back" + reason_of(*told),
                   status.image.empty()
                       ? "It runs the version before; ask for diagnostics."
                       : "It runs " + status.image + " meanwhile; ask for diagnostics.");
  } else if (told->state == "refused" && is_about_signature(told->reason)) {
    findings.ill(Urgency::security, update + " was refused" + reason_of(*told),
                 "Withdraw it, and ask who signed it; offer one signed with your release key.");
  } else if (told->state == "refused") {
    findings.watch(Urgency::runs_poorly, update + " was refused" + reason_of(*told),
                   "It keeps what it has; ask for diagnostics, then offer a newer release.");
  }
}

// How warm it is and what its glass and clock do is true of now alone: of an old report, it is not
// said.
void judge_report(const StatusFacts& status, const Neighbours& others, std::int64_t now_ms,
                  Findings& findings) {
  judge_program(status, findings);
  judge_update(status, findings);
  if (now_ms - status.received_ms >= fresh_ms) return;
  judge_heat(status, findings);
  judge_touch(status, others, findings);
  judge_screen(status, findings);
  judge_clock(status, findings);
}

void judge_delivery(const KioskFacts& kiosk, std::int64_t now_ms, Findings& findings) {
  if (kiosk.status && kiosk.status->backlog.value_or(0) >= long_backlog &&
      heard_lately(kiosk, now_ms)) {
    findings.watch(Urgency::runs_poorly,
                   counted(*kiosk.status->backlog, "answer waits", "answers wait") +
                       " on it to be sent, although it reaches this server.",
                   "Nothing is lost; if the number grows, look at its network.");
  }
  if (kiosk.unreadable > 0) {
    findings.note(Urgency::runs_poorly,
                  "Records of it cannot be read by this version: kept, not counted.",
                  "Update this backend.");
  }
  const bool behind = kiosk.due_bundle && kiosk.bundle.value_or(0) < *kiosk.due_bundle;
  if (behind && heard_lately(kiosk, now_ms) && kiosk.bundle_fetched_ms &&
      now_ms - *kiosk.bundle_fetched_ms > bundle_patience_ms) {
    findings.note(Urgency::runs_poorly,
                  "It has bundle " + std::to_string(kiosk.bundle.value_or(0)) + ", its group has " +
                      std::to_string(*kiosk.due_bundle) + ".",
                  "It takes it by itself; if not by tomorrow, ask for diagnostics.");
  }
}

}  // namespace

// Mesa's drivers that need no GPU.
bool StatusFacts::draws_in_software() const {
  return renderer.find("llvmpipe") != std::string::npos ||
         renderer.find("softpipe") != std::string::npos;
}

std::string wear_words(const StatusFacts& status) {
  if (status.worn_beyond) return "More than its storage's whole life is used";
  const std::uint64_t used = status.wear_percent.value_or(0);
  return std::to_string(used < 10 ? 0 : used - 10) + " to " + std::to_string(used) +
         " % of its storage's life is used";
}

const char* to_string(Condition health) {
  switch (health) {
    case Condition::ill:
      return "ill";
    case Condition::waits:
      return "waits";
    case Condition::watch:
      return "watch";
    case Condition::well:
      return "well";
    case Condition::retired:
      return "revoked";
  }
  return "";
}

std::vector<Finding> judge(const KioskFacts& kiosk, const Neighbours& others, std::int64_t now_ms) {
  if (kiosk.revoked_ms) return {};
  Findings findings;
  judge_silence(kiosk, others, now_ms, findings);
  judge_identity(kiosk, now_ms, findings);
  judge_storage(kiosk, findings);
  if (kiosk.status) judge_report(*kiosk.status, others, now_ms, findings);
  judge_delivery(kiosk, now_ms, findings);
  return findings.take();
}

Condition condition_of(const KioskFacts& kiosk, const std::vector<Finding>& findings) {
  if (kiosk.revoked_ms) return Condition::retired;
  if (kiosk.epoch_waits_ms) return Condition::waits;
  if (findings.empty() || findings.front().severity == Severity::note) return Condition::well;
  return findings.front().severity == Severity::ill ? Condition::ill : Condition::watch;
}

Urgency urgency_of(const std::vector<Finding>& findings) {
  const bool sick = !findings.empty() && findings.front().severity != Severity::note;
  return sick ? findings.front().urgency : Urgency::wears_out;
}

}  // namespace smilepost::backend
