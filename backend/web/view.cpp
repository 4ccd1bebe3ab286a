#include "backend/web/view.h"

#include <nlohmann/json.hpp>

#include "backend/web/answers_view.h"
#include "backend/web/words.h"

namespace smilepost::backend {
namespace {

using nlohmann::json;

constexpr std::int64_t quiet_after_ms = 300'000;  // heartbeats come more often than that
constexpr std::uint64_t few_bytes = std::uint64_t{64} << 20U;

// Equal figures say nothing of records that are missing from an epoch that is over.
json comparison_view(const std::optional<Comparison>& comparison, std::uint64_t missing) {
  if (!comparison) return nullptr;
  const auto [kiosk, server] = *comparison;
  return {{"kiosk_has", with_thousands(kiosk)},
          {"server_has", with_thousands(server)},
          {"equal", kiosk == server},
          {"whole", missing == 0}};
}

// What became of the kiosk's storage. What is missing may still come: the kiosk itself looks
// through damaged files while nobody taps.
void note_storage(const Storage& storage, json& notes) {
  const auto add = [&](std::uint64_t count, const std::string& text) {
    if (count > 0) notes.push_back({{"text", text}});
  };
  const auto times = [](std::uint64_t count) { return counted(count, "time", "times"); };
  add(storage.missing, counted(storage.missing, "record", "records") +
                           " that this kiosk had did not come: " +
                           (storage.damaged_files > 0
                                ? "it still looks for them in damaged files, while nobody taps."
                                : "if its old card is there, run smilepost recover on it; "
                                  "smilepost verify says where this one breaks off."));
  add(storage.gone, counted(storage.gone, "record", "records") +
                        " cannot be read any more on this kiosk's card: replace the card.");
  add(storage.put_back, "This kiosk found an older state on its card than it remembered, " +
                            times(storage.put_back) +
                            " in 30 days: was the card restored or copied? Nothing stored here "
                            "is lost.");
  add(storage.damaged, "This kiosk could not read its journal, " + times(storage.damaged) +
                           " in 30 days, and began a new one: replace its card.");
  add(storage.lost, "This kiosk's journal was gone, " + times(storage.lost) +
                        " in 30 days, and it began a new one: was its card changed?");
  add(storage.failed_writes, "Writing to this kiosk's card failed, " +
                                 times(storage.failed_writes) +
                                 " since it started. No answer is lost: replace the card soon.");
  add(storage.free_bytes && *storage.free_bytes < few_bytes ? 1 : 0,
      "This kiosk's disk is nearly full, " + with_thousands(storage.free_bytes.value_or(0) >> 20U) +
          " MiB are free: make room, or it will have to take a break.");
}

std::string elsewhere_text(const StoodElsewhere& elsewhere) {
  const std::string name = elsewhere.label.empty() ? "without a name" : "“" + elsewhere.label + "”";
  const std::string place = elsewhere.place.empty() ? "" : " in “" + elsewhere.place + "”";
  return "Until " + time_of_day(elsewhere.until_ms) + " this kiosk stood elsewhere, " + name +
         place + ": " + counted(elsewhere.visits, "visit", "visits") + " of today belong there.";
}

// What needs a person, each with what to do; and what must be known to read the figures.
json notes_view(const KioskFigures& kiosk) {
  json notes = json::array();
  const auto add = [&](const std::string& text) { notes.push_back({{"text", text}}); };
  if (kiosk.revoked) {
    add("This kiosk was revoked: nothing is taken from it any more, and it is no longer waited "
        "for.");
  }
  if (kiosk.copied) {
    add("Two devices answer for this kiosk: its card was copied. Find the other one; or revoke "
        "this "
        "kiosk and enrol it anew with a fresh card.");
  }
  if (kiosk.forks > 0) {
    add(counted(kiosk.forks, "record contradicts", "records contradict") +
        " what was stored before: the kiosk's card may have been copied or restored. Both are "
        "kept and counted.");
  }
  if (kiosk.unreadable > 0) {
    add(counted(kiosk.unreadable, "record", "records") +
        " could not be read by this version: kept, not counted. A newer version may read them.");
  }
  if (kiosk.without_visit > 0) {
    add(counted(kiosk.without_visit, "answer names", "answers name") +
        " a visit that is not here, and counts by itself. Run smilepost verify on an export of "
        "this kiosk.");
  }
  if (kiosk.implausible > 0) {
    add(counted(kiosk.implausible, "report", "reports") +
        " of the kiosk claimed more answers than it can hold: kept, not shown. Run smilepost "
        "verify on an export of this kiosk.");
  }
  if (kiosk.wrong_times > 0) {
    add(counted(kiosk.wrong_times, "report", "reports") +
        " of the time by this kiosk cannot be true, unless this server's clock was set back: kept, "
        "not used.");
  }
  if (kiosk.elsewhere) add(elsewhere_text(*kiosk.elsewhere));
  note_storage(kiosk.storage, notes);
  return notes;
}

// Beside the figure: which of it stands at another time than the kiosk's clock said, and which at
// one that nobody knows for sure.
json times_view(const KioskFigures& kiosk) {
  json times = json::array();
  const auto add = [&](std::uint64_t visits, bool doubtful, const char* one, const char* many) {
    if (visits > 0) times.push_back({{"text", counted(visits, one, many)}, {"doubtful", doubtful}});
  };
  add(kiosk.visits_corrected, false,
      "at a corrected time, because this kiosk's own clock was wrong.",
      "at a corrected time, because this kiosk's own clock was wrong.");
  add(kiosk.visits_by_arrival, true,
      "at the time it arrived here, because this kiosk had no clock. It may belong to another day.",
      "at the time they arrived here, because this kiosk had no clock. They may belong to another "
      "day.");
  add(kiosk.visits_unconfirmed, true,
      "by this kiosk's own clock, which nobody has checked. It may belong to another day.",
      "by this kiosk's own clock, which nobody has checked. They may belong to another day.");
  add(kiosk.visits_moved, false,
      "other seemed to be of today. By its corrected time it is of another day, and counts there.",
      "others seemed to be of today. By their corrected time they are of another day, and count "
      "there.");
  return times;
}

// The same of all kiosks, in short.
json times_total_view(std::uint64_t corrected, std::uint64_t doubtful) {
  json times = json::array();
  if (corrected > 0) {
    times.push_back({{"text", with_thousands(corrected) + " at a corrected time"}});
  }
  if (doubtful > 0) {
    times.push_back(
        {{"text", with_thousands(doubtful) + " at a doubtful time"}, {"doubtful", true}});
  }
  return times;
}

const char* words_of_flag(record::Flag flag) {
  switch (flag) {
    case record::Flag::quick:
      return "within seconds of the one before";
    case record::Flag::burst:
      return "one of many in a short time";
    case record::Flag::several_contacts:
      return "with several fingers on the screen";
    case record::Flag::resting_contact:
      return "with something lying on the screen";
    case record::Flag::pattern:
      return "in a row of equal or sweeping taps";
  }
  return "doubtful";
}

std::string flagged_words(std::uint64_t visits, Flagged flagged) {
  if (flagged == Flagged::left_out) {
    return counted(visits, "doubtful one is left out", "doubtful ones are left out");
  }
  return counted(visits, "of them is doubtful", "of them are doubtful");
}

// What makes them so; one visit may have several of these.
json flagged_view(const KioskFigures& kiosk, Flagged flagged) {
  if (kiosk.visits_flagged == 0) return nullptr;
  std::string text = flagged_words(kiosk.visits_flagged, flagged);
  std::string_view between = ": ";
  for (const auto& [flag, visits] : kiosk.flags) {
    text.append(between).append(with_thousands(visits)).append(" ").append(words_of_flag(flag));
    between = ", ";
  }
  return text + ".";
}

// And the way to the other figures.
json flagged_total_view(std::uint64_t visits, Flagged flagged) {
  if (visits == 0) return nullptr;
  const bool counts = flagged == Flagged::counted;
  return {{"text", flagged_words(visits, flagged)},
          {"href", counts ? "/unflagged" : "/"},
          {"link", counts ? "Leave them out" : "Count them again"}};
}

// The times at which they stand are not said: few may be at a doubtful one.
json staff_view(const std::optional<StaffFigures>& staff, Flagged flagged) {
  if (!staff) return nullptr;
  if (!staff->said) {
    return {{"said", nullptr},
            {"too_few", flagged == Flagged::counted
                            ? "Fewer than 5 answers today"
                            : "Fewer than 5 answers today, or fewer than 5 that are doubtful"}};
  }
  json said = answers_view(staff->said->answers);
  said["answers"] = counted(staff->said->visits, "answer", "answers");
  said["times"] = json::array();
  said["flagged"] = nullptr;
  said["no_reasons"] = "None that 5 or more gave today.";
  if (staff->said->visits_flagged > 0) {
    said["flagged"] = flagged_words(staff->said->visits_flagged, flagged) + ".";
  }
  return {{"said", said}};
}

json shoppers_view(const KioskFigures& kiosk) {
  if (kiosk.visits == 0) return nullptr;
  return answers_view(kiosk.answers);
}

json kiosk_view(const KioskFigures& kiosk, std::int64_t now_ms, Flagged flagged) {
  const std::string id = record::to_hex(kiosk.kiosk);
  const std::int64_t silence = now_ms - kiosk.last_contact_ms;
  return {
      {"id", id},
      {"short_id", id.substr(0, 8)},
      {"label", kiosk.label.empty() ? "Kiosk " + id.substr(0, 8) : kiosk.label},
      {"contact_ms", std::to_string(kiosk.last_contact_ms)},
      {"contact", ago(silence)},
      {"quiet", silence > quiet_after_ms},
      {"answers", counted(kiosk.visits, "answer", "answers")},
      {"no_reasons", "No reasons yet today."},
      {"shoppers", shoppers_view(kiosk)},
      {"staff", staff_view(kiosk.staff, flagged)},
      {"comparison", comparison_view(kiosk.comparison, kiosk.storage.missing + kiosk.storage.gone)},
      {"times", times_view(kiosk)},
      {"flagged", flagged_view(kiosk, flagged)},
      {"notes", notes_view(kiosk)}};
}

}  // namespace

json page_view(const Figures& figures, std::int64_t now_ms, Flagged flagged) {
  json kiosks = json::array();
  std::vector<Distribution> all;
  std::uint64_t visits = 0;
  std::uint64_t corrected = 0;
  std::uint64_t doubtful = 0;
  std::uint64_t with_flags = 0;
  std::uint64_t answer_records = 0;
  for (const KioskFigures& kiosk : figures.kiosks) {
    kiosks.push_back(kiosk_view(kiosk, now_ms, flagged));
    corrected += kiosk.visits_corrected;
    doubtful += kiosk.visits_by_arrival + kiosk.visits_unconfirmed;
    with_flags += kiosk.visits_flagged;
    const auto first = kiosk.answers.first_distributions();
    all.insert(all.end(), first.begin(), first.end());
    visits += kiosk.visits;
    answer_records += kiosk.answer_records;
  }
  json totals;
  if (!kiosks.empty()) {
    totals = {{"answers", with_thousands(visits)},
              {"at_kiosks", "at " + counted(kiosks.size(), "kiosk", "kiosks")},
              {"times", times_total_view(corrected, doubtful)},
              {"flagged", flagged_total_view(with_flags, flagged)},
              {"index", index_view(happy_index_of(all))},
              {"any_answers", visits > 0},
              {"records", with_thousands(answer_records)}};
  }
  return {{"day", figures.today.words},
          {"figures", flagged == Flagged::counted ? "/figures" : "/unflagged/figures"},
          {"totals", totals},
          {"kiosks", kiosks}};
}

}  // namespace smilepost::backend
