#include "backend/storage.h"

#include <algorithm>
#include <limits>

namespace smilepost::backend {
namespace {

using record::EpochReason;

constexpr std::int64_t remembered_ms = std::int64_t{30} * 24 * 3'600 * 1'000;

// No further than can be counted.
void add_up(std::uint64_t& sum, std::uint64_t count) {
  sum += std::min(count, std::numeric_limits<std::uint64_t>::max() - sum);
}

Status read_beginnings(Store& store, const record::KioskId& kiosk, const Day& today,
                       Storage& storage) {
  return read(
      store,
      "SELECT reason, count(*) FROM chain WHERE kiosk = ?1 AND opened_ms >= ?2 AND branch = 0 "
      "GROUP BY reason",
      [&](const Row& row) {
        switch (static_cast<EpochReason>(row.integer(0))) {
          case EpochReason::journal_lost:
            storage.lost = natural_at(row, 1);
            break;
          case EpochReason::journal_damaged:
            storage.damaged = natural_at(row, 1);
            break;
          case EpochReason::card_restored:
            storage.put_back = natural_at(row, 1);
            break;
          default:
            break;
        }
      },
      kiosk, today.begin_ms - remembered_ms);
}

// Several epochs may go on from one: the furthest place counts. Nothing of it here: all is missing.
Status read_missing(Store& store, const record::KioskId& kiosk, Storage& storage) {
  return read(
      store,
      "SELECT max(later.previous_sequence), max(before.head_sequence) FROM chain later "
      "LEFT JOIN chain before ON before.kiosk = later.kiosk "
      "AND before.epoch = later.previous_epoch "
      "WHERE later.kiosk = ?1 AND later.previous_epoch IS NOT NULL "
      "GROUP BY later.previous_epoch",
      [&](const Row& row) {
        const std::uint64_t had = natural_at(row, 0) + 1;
        const std::uint64_t here = row.is_null(1) ? 0 : natural_at(row, 1) + 1;
        if (had > here) add_up(storage.missing, had - here);
      },
      kiosk);
}

// Of epochs that went on beyond a gap. Until then its records count as those that did not come.
Status read_gone(Store& store, const record::KioskId& kiosk, Storage& storage) {
  return read(
      store,
      "SELECT c.head_sequence + 1 - c.forked_at - (SELECT count(*) FROM record r "
      "WHERE r.kiosk = c.kiosk AND r.epoch = c.epoch AND r.branch = c.branch) FROM chain c "
      "WHERE c.kiosk = ?1 AND c.epoch IN (SELECT epoch FROM gap WHERE kiosk = ?1)",
      [&](const Row& row) { add_up(storage.gone, natural_at(row, 0)); }, kiosk);
}

Status read_health(Store& store, const record::KioskId& kiosk, Storage& storage) {
  return read(
      store,
      "SELECT free_bytes, failed_writes, damaged_files FROM chain "
      "WHERE kiosk = ?1 AND reported_ms IS NOT NULL ORDER BY reported_ms DESC, branch DESC LIMIT 1",
      [&](const Row& row) {
        if (!row.is_null(0)) storage.free_bytes = natural_at(row, 0);
        storage.failed_writes = natural_at(row, 1);
        storage.damaged_files = natural_at(row, 2);
      },
      kiosk);
}

}  // namespace

Result<Storage> storage_of(Store& store, const record::KioskId& kiosk, const Day& today) {
  Storage storage;
  if (auto done = read_beginnings(store, kiosk, today, storage); !done) return done.error();
  if (auto done = read_missing(store, kiosk, storage); !done) return done.error();
  if (auto done = read_gone(store, kiosk, storage); !done) return done.error();
  if (auto done = read_health(store, kiosk, storage); !done) return done.error();
  return storage;
}

}  // namespace smilepost::backend
