#include "backend/storage.h"

#include <algorithm>
#include <limits>

#include "backend/sql.h"

namespace smilepost::backend {
namespace {

using platform::Database;
using platform::Statement;
using record::EpochReason;

constexpr std::int64_t remembered_ms = std::int64_t{30} * 24 * 3'600 * 1'000;

std::uint64_t natural(const Statement& row, int column) {
  return static_cast<std::uint64_t>(row.integer(column));
}

// No further than can be counted.
void add_up(std::uint64_t& sum, std::uint64_t count) {
  sum += std::min(count, std::numeric_limits<std::uint64_t>::max() - sum);
}

Status read_beginnings(Database& database, const record::KioskId& kiosk, const Day& today,
                       Storage& storage) {
  const auto row = first_row(
      database,
      "SELECT coalesce(sum(reason = ?3), 0), coalesce(sum(reason = ?4), 0), "
      "coalesce(sum(reason = ?5), 0) FROM epoch WHERE kiosk = ?1 AND opened_ms >= ?2",
      kiosk, today.begin_ms - remembered_ms, static_cast<int>(EpochReason::journal_lost),
      static_cast<int>(EpochReason::journal_damaged), static_cast<int>(EpochReason::card_restored));
  if (!row) return row.error();
  if (!*row) return Done{};
  storage.lost = natural(**row, 0);
  storage.damaged = natural(**row, 1);
  storage.put_back = natural(**row, 2);
  return Done{};
}

// Several epochs may go on from one: the furthest place counts. Nothing of it here: all is missing.
Status read_missing(Database& database, const record::KioskId& kiosk, Storage& storage) {
  auto rows = query(database,
                    "SELECT max(later.previous_sequence), before.head_sequence FROM epoch later "
                    "LEFT JOIN epoch before ON before.kiosk = later.kiosk "
                    "AND before.epoch = later.previous_epoch "
                    "WHERE later.kiosk = ? AND later.previous_epoch IS NOT NULL "
                    "GROUP BY later.previous_epoch",
                    kiosk);
  if (!rows) return rows.error();
  return each_row(*rows, [&](const Statement& row) {
    const std::uint64_t had = natural(row, 0) + 1;
    const std::uint64_t here = row.is_null(1) ? 0 : natural(row, 1) + 1;
    if (had > here) add_up(storage.missing, had - here);
  });
}

// Of epochs that went on beyond a gap. Until then its records count as those that did not come.
Status read_gone(Database& database, const record::KioskId& kiosk, Storage& storage) {
  auto rows = query(database,
                    "SELECT head_sequence + 1 - (SELECT count(*) FROM record r "
                    "WHERE r.kiosk = e.kiosk AND r.epoch = e.epoch) FROM epoch e WHERE kiosk = ?1 "
                    "AND epoch IN (SELECT epoch FROM gap WHERE kiosk = ?1)",
                    kiosk);
  if (!rows) return rows.error();
  return each_row(*rows, [&](const Statement& row) { add_up(storage.gone, natural(row, 0)); });
}

Status read_health(Database& database, const record::KioskId& kiosk, Storage& storage) {
  const auto row = first_row(database,
                             "SELECT free_bytes, failed_writes, damaged_files FROM epoch "
                             "WHERE kiosk = ? AND reported_ms IS NOT NULL "
                             "ORDER BY reported_ms DESC LIMIT 1",
                             kiosk);
  if (!row) return row.error();
  if (!*row) return Done{};
  if (!(*row)->is_null(0)) storage.free_bytes = natural(**row, 0);
  storage.failed_writes = natural(**row, 1);
  storage.damaged_files = natural(**row, 2);
  return Done{};
}

}  // namespace

Result<Storage> storage_of(Database& database, const record::KioskId& kiosk, const Day& today) {
  Storage storage;
  if (auto done = read_beginnings(database, kiosk, today, storage); !done) return done.error();
  if (auto done = read_missing(database, kiosk, storage); !done) return done.error();
  if (auto done = read_gone(database, kiosk, storage); !done) return done.error();
  if (auto done = read_health(database, kiosk, storage); !done) return done.error();
  return storage;
}

}  // namespace smilepost::backend
