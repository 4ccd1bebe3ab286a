// What may go: records that the backend has had for long, by a verified receipt and its own clock.
#pragma once

#include "kiosk/journal/journal_rows.h"

namespace smilepost::kiosk {

inline constexpr std::int64_t day_ms = 86'400'000;
// So long delivered records stay for whoever wants to look at this kiosk alone; and so long even
// where the disk is full, for its staff.
inline constexpr std::int64_t kept_ms = 35 * day_ms, kept_when_full_ms = 7 * day_ms;

// Within a transaction: notes how far the receipt says, once a day.
Status note_delivery(platform::Database& database, const record::Receipt& receipt);

// Removes at most `count` records that were delivered longer ago than `age_ms`, oldest first; how
// many. Never one above the newest receipt, nor the last head below: what follows hangs on it.
Result<std::size_t> prune(platform::Database& database, std::int64_t age_ms, std::size_t count);

}  // namespace smilepost::kiosk
