// Why a kiosk is ill, in plain words. Pure: everything it judges by is handed in.
#pragma once

#include <string>
#include <vector>

#include "backend/fleet/findings.h"
#include "backend/fleet/kiosk_facts.h"

namespace smilepost::backend {

enum class Condition : std::uint8_t { ill, waits, watch, well, retired };
const char* to_string(Condition health);

// The others in the same place that are not revoked, and how many of them were heard of lately.
struct Neighbours {
  std::size_t all = 0, heard = 0;
};
bool heard_lately(const KioskFacts& kiosk, std::int64_t now_ms);

// The worst first.
std::vector<Finding> judge(const KioskFacts& kiosk, const Neighbours& neighbours,
                           std::int64_t now_ms);
Condition condition_of(const KioskFacts& kiosk, const std::vector<Finding>& findings);
// Of the worst finding; the last where there is nothing to look after.
Urgency urgency_of(const std::vector<Finding>& findings);

// Full hours since the last contact in which this kiosk is usually heard of: so long as a week is
// not known, those of the day before; then those of the same day of the week. A shop that is closed
// at night is not ill. Nothing where less than a day is known.
std::optional<std::int64_t> unusual_silence_hours(const KioskFacts& kiosk, std::int64_t now_ms);

// "12 minutes", "3 hours", "2 days".
std::string span(std::int64_t milliseconds);

}  // namespace smilepost::backend
