#include "backend/boot_times.h"

namespace smilepost::backend {
namespace {

using record::TimeHeard;

constexpr std::int64_t longest_way_ms = 60'000;
constexpr std::int64_t ahead_ms = 2'000;  // of this clock: it may have been set back a little
constexpr std::int64_t latest_ms = 120'000;
constexpr std::size_t most_contacts =
    1'000;  // of a boot: who sends more must not slow down the others

bool is_unknown(const record::BootId& boot) {
  return boot == record::BootId{};
}

bool can_be(const record::Record& record, const TimeHeard& heard, std::int64_t received_ms) {
  const std::uint64_t noted_ms = record.moment.monotonic_ms;
  return heard.heard_ms <= noted_ms && noted_ms < Contact::largest_monotonic_ms &&
         heard.time_ms >= record::earliest_receipt_ms && heard.time_ms <= received_ms + ahead_ms;
}

Contact contact_of(const TimeHeard& heard) {
  const std::uint64_t trip_ms = heard.heard_ms - heard.sent_ms;
  return {heard.time_ms, static_cast<std::int64_t>(heard.sent_ms + trip_ms / 2),
          static_cast<std::int64_t>(trip_ms)};
}

// Where the visit has no time that is as good.
void improve(VisitRow& visit, const Contact& contact) {
  const auto time = corrected_by(contact, visit.monotonic_ms, visit.received_ms);
  if (!time) return;
  if (visit.corrected_ms && !(*time < CorrectedTime{*visit.wrong_by_ms, *visit.corrected_ms}))
    return;
  visit.corrected_ms = time->time_ms;
  visit.wrong_by_ms = time->wrong_by_ms;
}

}  // namespace

std::optional<CorrectedTime> corrected_by(const Contact& contact, std::int64_t monotonic_ms,
                                          std::int64_t received_ms) {
  if (monotonic_ms < 0 || monotonic_ms >= Contact::largest_monotonic_ms) return {};
  const std::int64_t time_ms = contact.time_ms + (monotonic_ms - contact.middle_ms);
  if (time_ms > received_ms + latest_ms) return {};
  return CorrectedTime{contact.wrong_by_ms(monotonic_ms), time_ms};
}

// Whoever synchronised a clock that ran free vouches for the boot, though not for each visit's
// time. So does a head, signed just before it is sent, that arrives when it says.
void BootTimes::note(const RecordRow& row) {
  const record::Moment& moment = row.record().moment;
  const bool in_time = row.record().kind == record::Kind::head &&
                       moment.wall_ms > row.received_ms - longest_way_ms &&
                       moment.wall_ms < row.received_ms + longest_way_ms;
  const bool confirmed = in_time || moment.clock == record::ClockState::synchronised;
  if (confirmed && !is_unknown(moment.boot)) ledger_.confirm({row.chain.kiosk, moment.boot});
}

Result<bool> BootTimes::hear(const RecordRow& row, const TimeHeard& heard) {
  if (!can_be(row.record(), heard, row.received_ms)) return false;
  const BootKey boot{row.chain.kiosk, row.record().moment.boot};
  const bool is_long = heard.heard_ms - heard.sent_ms > record::longest_trip_ms;
  if (is_long || is_unknown(boot.boot)) return true;
  if (ledger_.contacts(boot).size() >= most_contacts) return true;
  const ContactRow contact{boot, row.chain, row.record().sequence, contact_of(heard)};
  const Status done =
      ledger_.add(contact, [&](VisitRow& visit) { improve(visit, contact.contact); });
  if (!done) return done.error();
  return true;
}

std::optional<CorrectedTime> BootTimes::corrected(const RecordRow& row) const {
  const record::Moment& moment = row.record().moment;
  std::optional<CorrectedTime> best;
  for (const Contact& contact : ledger_.contacts({row.chain.kiosk, moment.boot})) {
    const auto time =
        corrected_by(contact, static_cast<std::int64_t>(moment.monotonic_ms), row.received_ms);
    if (time && (!best || *time < *best)) best = time;
  }
  return best;
}

}  // namespace smilepost::backend
