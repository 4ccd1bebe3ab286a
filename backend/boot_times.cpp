#include "backend/boot_times.h"

#include <cstdlib>
#include <vector>

#include "backend/sql.h"

namespace smilepost::backend {
namespace {

using platform::Statement;
using record::TimeHeard;

constexpr std::int64_t longest_way_ms = 60'000;
constexpr std::int64_t ahead_ms = 2'000;  // of this clock: it may have been set back a little
constexpr std::int64_t latest_ms = 120'000;
constexpr std::int64_t largest_monotonic_ms = std::int64_t{1} << 53U;  // no sum leaves 64 bits
constexpr std::int64_t drift = 10'000;  // a quartz: one part in so many
constexpr int most_contacts = 1'000;    // of a boot: who sends more must not slow down the others

struct NewTime {
  std::int64_t epoch = 0, sequence = 0;
  CorrectedTime time;
};

bool is_unknown(const record::BootId& boot) {
  return boot == record::BootId{};
}

bool can_be(const record::Record& record, const TimeHeard& heard, std::int64_t received_ms) {
  const std::uint64_t noted_ms = record.moment.monotonic_ms;
  return heard.heard_ms <= noted_ms && noted_ms < largest_monotonic_ms &&
         heard.time_ms >= record::earliest_receipt_ms && heard.time_ms <= received_ms + ahead_ms;
}

Contact contact_of(const TimeHeard& heard) {
  const std::uint64_t trip_ms = heard.heard_ms - heard.sent_ms;
  return {heard.time_ms, static_cast<std::int64_t>(heard.sent_ms + trip_ms / 2),
          static_cast<std::int64_t>(trip_ms)};
}

// Columns: epoch, sequence, monotonic_ms, received_ms, wrong_by_ms, corrected_ms. Nothing where
// the visit has a time that is as good.
std::optional<NewTime> improved(const Statement& visit, const Contact& contact) {
  const auto time = corrected_by(contact, visit.integer(2), visit.integer(3));
  if (!time) return {};
  if (!visit.is_null(5) && !(*time < CorrectedTime{visit.integer(4), visit.integer(5)})) return {};
  return NewTime{visit.integer(0), visit.integer(1), *time};
}

}  // namespace

std::optional<CorrectedTime> corrected_by(const Contact& contact, std::int64_t monotonic_ms,
                                          std::int64_t received_ms) {
  if (monotonic_ms >= largest_monotonic_ms) return {};
  const std::int64_t distance_ms = monotonic_ms - contact.middle_ms;
  const std::int64_t time_ms = contact.time_ms + distance_ms;
  if (time_ms > received_ms + latest_ms) return {};
  return CorrectedTime{contact.trip_ms / 2 + std::llabs(distance_ms) / drift, time_ms};
}

// Whoever synchronised a clock that ran free vouches for the boot, though not for each visit's
// time. So does a head, signed just before it is sent, that arrives when it says.
Status BootTimes::note(const record::Record& record, std::int64_t received_ms) {
  const record::Moment& moment = record.moment;
  const bool in_time = record.kind == record::Kind::head &&
                       moment.wall_ms > received_ms - longest_way_ms &&
                       moment.wall_ms < received_ms + longest_way_ms;
  const bool confirmed = in_time || moment.clock == record::ClockState::synchronised;
  if (!confirmed || is_unknown(moment.boot) || confirmed_ == moment.boot) return Done{};
  confirmed_ = moment.boot;
  return run(database_, "INSERT INTO confirmed_boot VALUES (?, ?) ON CONFLICT DO NOTHING", kiosk_,
             moment.boot);
}

Result<bool> BootTimes::hear(const record::Record& record, const TimeHeard& heard,
                             std::int64_t received_ms) {
  if (!can_be(record, heard, received_ms)) return false;
  const Contact contact = contact_of(heard);
  const bool is_long = heard.heard_ms - heard.sent_ms > record::longest_trip_ms;
  if (is_long || is_unknown(record.moment.boot)) return true;
  if (auto kept = keep(record, contact); !kept) return kept.error();
  if (database_.changes() == 0) return true;
  if (auto done = correct_visits(record.moment.boot, contact); !done) return done.error();
  return true;
}

Status BootTimes::keep(const record::Record& record, const Contact& contact) {
  return run(database_,
             "INSERT INTO boot_time SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE "
             "(SELECT count(*) FROM boot_time WHERE kiosk = ?1 AND boot = ?2) < ?8",
             kiosk_, record.moment.boot, record.epoch, record.sequence, contact.time_ms,
             contact.middle_ms, contact.trip_ms, most_contacts);
}

// Read before anything is written: a row that changes while it is read may come twice.
Status BootTimes::correct_visits(const record::BootId& boot, const Contact& contact) {
  auto visits = query(database_,
                      "SELECT epoch, sequence, monotonic_ms, received_ms, wrong_by_ms, "
                      "corrected_ms FROM visit WHERE kiosk = ? AND boot = ?",
                      kiosk_, boot);
  if (!visits) return visits.error();
  std::vector<NewTime> times;
  Status read = each_row(*visits, [&](const Statement& visit) {
    if (const auto time = improved(visit, contact)) times.push_back(*time);
  });
  if (!read) return read;
  auto update = database_.prepare(
      "UPDATE visit SET corrected_ms = ?1, wrong_by_ms = ?2 "
      "WHERE kiosk = ?3 AND epoch = ?4 AND sequence = ?5");
  if (!update) return update.error();
  for (const auto& [epoch, sequence, time] : times) {
    update->bind(1, time.time_ms).bind(2, time.wrong_by_ms).bind(3, kiosk_);
    if (auto done = update->bind(4, epoch).bind(5, sequence).run(); !done) return done;
  }
  return Done{};
}

Result<std::optional<CorrectedTime>> BootTimes::corrected(const record::Moment& moment,
                                                          std::int64_t received_ms) const {
  auto contacts = query(database_,
                        "SELECT time_ms, middle_ms, trip_ms FROM boot_time "
                        "WHERE kiosk = ? AND boot = ?",
                        kiosk_, moment.boot);
  if (!contacts) return contacts.error();
  std::optional<CorrectedTime> best;
  Status read = each_row(*contacts, [&](const Statement& row) {
    const auto time = corrected_by({row.integer(0), row.integer(1), row.integer(2)},
                                   static_cast<std::int64_t>(moment.monotonic_ms), received_ms);
    if (time && (!best || *time < *best)) best = time;
  });
  if (!read) return read.error();
  return best;
}

}  // namespace smilepost::backend
