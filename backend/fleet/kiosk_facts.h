// All that is known of how a kiosk fares, from its own reports and from what came of it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "record/record.h"

namespace smilepost::backend {

inline constexpr const char* common_group = "everybody";  // the group of all that are in no other

// A status report (FORMAT.md, "Status") in the words of this room: what it did not say is not
// there.
struct StatusFacts {
  std::int64_t received_ms = 0;
  std::string software, image, slot, update;
  std::string safe_mode;  // why; empty: it is not in it
  std::uint64_t uptime_ms = 0;
  std::optional<std::uint64_t> starts;    // of the program, in this boot
  std::optional<std::uint64_t> bundle;    // the version in force there
  std::optional<std::uint64_t> backlog;   // answers that were not delivered
  std::optional<std::int64_t> oldest_ms;  // since when the oldest of them waits, by its own clock
  record::ClockState clock = record::ClockState::unset;
  std::int64_t clock_off_ms = 0;              // its wall clock before ours
  std::optional<std::uint64_t> wear_percent;  // of its storage's life, used: at most, in tenths
  bool worn_beyond = false;                   // its storage's life is over
  bool spares_run_out = false;                // the storage's own warning
  std::optional<std::uint64_t> free_bytes;    // on the journal's disk
  std::optional<std::uint64_t> failed_writes;
  std::optional<std::int64_t> temperature;  // degrees Celsius
  std::string renderer;
  std::uint64_t frames = 0, slow_frames = 0, worst_frame_ms = 0;  // since the report before
  std::optional<std::uint64_t> touches, stuck_touches;            // likewise
  std::optional<std::int64_t> untouched_ms;                       // since the last touch

  bool draws_in_software() const;
};

// What is kept of a day: its worst, and in which hours (UTC) it was heard of.
struct DayFacts {
  std::uint32_t hours = 0;  // bit n: hour n
  std::optional<std::uint64_t> wear_percent;
  std::optional<std::int64_t> temperature;
};

struct KioskFacts {
  record::KioskId kiosk{};
  std::string label, place, group = common_group;
  std::int64_t enrolled_ms = 0, last_contact_ms = 0;
  std::optional<std::int64_t> placed_ms;  // since when it stands there, where it was said
  std::optional<std::int64_t> revoked_ms, restored_ms, copied_ms, epoch_waits_ms;
  std::optional<record::KioskId> replaced_by;
  std::uint64_t answers = 0, forks = 0, gaps = 0, unreadable = 0;
  std::string software;                     // by its newest head
  std::optional<std::uint64_t> free_bytes;  // and below: likewise
  std::uint64_t failed_writes = 0, damaged_files = 0;
  std::optional<std::uint64_t> bundle;      // that it has, or was handed
  std::optional<std::uint64_t> due_bundle;  // its group's
  std::optional<std::int64_t> bundle_fetched_ms, diagnostics_asked_ms;
  std::optional<StatusFacts> status;
  std::map<std::int64_t, DayFacts> days;  // since 1970

  std::string name() const {
    return label.empty() ? "Kiosk " + record::to_hex(kiosk).substr(0, 8) : label;
  }
};

}  // namespace smilepost::backend
