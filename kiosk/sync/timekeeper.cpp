#include "kiosk/sync/timekeeper.h"

#include <cstdlib>

#include "record/sequence.h"

namespace smilepost::kiosk {
namespace {

using record::TimeHeard;

constexpr std::uint64_t rest_ms = 600'000;
constexpr std::uint64_t long_trip_ms = 4'000;
constexpr std::int64_t disagreement_ms = 2'000;

std::uint64_t trip_of(const TimeHeard& heard) {
  return heard.heard_ms - heard.sent_ms;
}

// When this boot began, by the backend's clock.
std::int64_t boot_time_by(const TimeHeard& heard) {
  return heard.time_ms - static_cast<std::int64_t>(heard.sent_ms + trip_of(heard) / 2);
}

bool disagree(const TimeHeard& known, const TimeHeard& heard) {
  const auto doubt = static_cast<std::int64_t>(trip_of(heard) / 2);
  return std::llabs(boot_time_by(heard) - boot_time_by(known)) > disagreement_ms + doubt;
}

bool much_closer(const TimeHeard& known, const TimeHeard& heard) {
  return trip_of(known) > long_trip_ms && 2 * trip_of(heard) < trip_of(known);
}

}  // namespace

bool Timekeeper::wants(const TimeHeard& heard) {
  if (heard.time_ms < record::earliest_receipt_ms) return false;
  if (trip_of(heard) > record::longest_trip_ms) return false;
  if (wanted_ && heard.heard_ms < wanted_->heard_ms + rest_ms) return false;
  if (!is_news(heard)) return false;
  wanted_ = heard;
  return true;
}

bool Timekeeper::is_news(const TimeHeard& heard) const {
  return !known_ || disagree(*known_, heard) || much_closer(*known_, heard);
}

void Timekeeper::delivered(record::BytesView records) {
  if (!wanted_ || wanted_ == known_) return;
  record::Sequence sequence(records);
  while (const auto cose = sequence.next()) {
    const record::Record one = record::open_unverified(*cose).record;
    const auto* heard = std::get_if<TimeHeard>(&one.body);
    if (heard != nullptr && *heard == *wanted_) known_ = wanted_;
  }
}

}  // namespace smilepost::kiosk
