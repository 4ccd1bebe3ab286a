// Whether a kiosk is silent when it should not be: by its own habits, its shop and the fleet. Pure.
#pragma once

#include "backend/fleet/findings.h"
#include "backend/fleet/kiosk_facts.h"
#include "backend/fleet/neighbours.h"

namespace smilepost::backend {

bool heard_lately(const KioskFacts& kiosk, std::int64_t now_ms);

// Full hours since the last contact in which this kiosk is usually heard of: so long as a week is
// not known, those of the day before; then those of the same day of the week. A shop that is closed
// at night is not ill. Nothing where less than a day is known.
std::optional<std::int64_t> unusual_silence_hours(const KioskFacts& kiosk, std::int64_t now_ms);

// Due is who is heard of, or usually is at this hour, or is missing since an hour before. Who is
// silent for days, or has no habits yet, says nothing of today.
enum class Attendance : std::uint8_t { not_due, there, missing };
Attendance attendance_of(const KioskFacts& kiosk, std::int64_t now_ms);

void judge_silence(const KioskFacts& kiosk, const Neighbours& others, std::int64_t now_ms,
                   Findings& findings);

// "12 minutes", "3 hours", "2 days".
std::string span(std::int64_t milliseconds);

}  // namespace smilepost::backend
