// What the answers say: counted from the archive, never estimated.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/answer_figures.h"
#include "backend/day.h"
#include "backend/staff.h"
#include "backend/storage.h"
#include "backend/store/store.h"
#include "platform/result.h"
#include "record/record.h"

namespace smilepost::backend {

// Answer records up to the newest head that the kiosk signed: its own figure, and a count here.
struct Comparison {
  std::uint64_t kiosk_has = 0;
  std::uint64_t server_has = 0;
};

// Where a kiosk stood until it was moved today.
struct StoodElsewhere {
  std::string label, place;  // the place may be empty
  std::int64_t until_ms = 0;
  std::uint64_t visits = 0;  // of today's, those that belong there
};

struct KioskFigures {
  record::KioskId kiosk{};
  std::string label;
  std::string software;
  std::int64_t last_contact_ms = 0;
  // Of shoppers alone:
  std::uint64_t visits = 0;              // today, each counted once with its last answers
  std::uint64_t visits_corrected = 0;    // of these: its clock was wrong, the time is known
  std::uint64_t visits_by_arrival = 0;   // of these: it had no clock, and the time is not known
  std::uint64_t visits_unconfirmed = 0;  // of these: nobody ever confirmed its clock
  std::uint64_t visits_moved = 0;        // besides: today, but for their corrected time
  std::uint64_t visits_flagged = 0;      // today, among the figures or left out
  std::map<record::Flag, std::uint64_t> flags;  // of these: with each flag that this version knows
  std::optional<StoodElsewhere> elsewhere;
  AnswerFigures answers;
  std::optional<StaffFigures> staff;     // none where no staff ever answered
  std::uint64_t answer_records = 0;      // stored, of all days and everybody
  std::optional<Comparison> comparison;  // none before the first signed head
  // Records that are kept, and need a person's eye:
  std::uint64_t unreadable = 0;     // bodies of another version
  std::uint64_t without_visit = 0;  // answers that name a visit that is not here
  std::uint64_t implausible = 0;    // heads that report more than can be before them
  std::uint64_t wrong_times = 0;    // times heard that no receipt can have named
  std::uint64_t forks = 0;          // signed records that contradict those stored
  bool copied = false;              // two devices answer for it
  bool revoked = false;             // nothing is taken from it any more
  Storage storage;
};

struct Figures {
  Day today;
  std::vector<KioskFigures> kiosks;  // by label, those without one last
};

Result<Figures> figures_of(Store& store, const Day& today, Flagged flagged = Flagged::counted);

}  // namespace smilepost::backend
