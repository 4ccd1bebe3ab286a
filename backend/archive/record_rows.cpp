#include "backend/archive/rows.h"

namespace smilepost::backend {

std::int64_t day_received(std::int64_t received_ms) {
  constexpr std::int64_t day_ms = std::int64_t{24} * 3'600 * 1'000;
  const std::int64_t day = received_ms / day_ms;
  return received_ms % day_ms < 0 ? day - 1 : day;
}

Status add_records(Store& store, const std::vector<RecordRow>& rows) {
  using enum Column;
  Table table(
      {blob, integer, integer, integer, integer, blob, integer, integer, integer, integer, blob});
  for (const RecordRow& row : rows) {
    const record::Record& it = row.record();
    table.add(row.chain.kiosk, row.chain.epoch, row.chain.branch, it.sequence,
              day_received(row.received_ms), row.received->hash, it.kind, row.received_ms,
              row.raised, row.visit, row.received->cose);
  }
  return run_for(
      store,
      "INSERT INTO record (kiosk, epoch, branch, sequence, received_day, hash, kind, received_ms, "
      "raised, visit, cose) SELECT * FROM {rows}",
      table);
}

Status add_late(Store& store, const std::vector<RecordRow>& rows) {
  using enum Column;
  Table table({blob, integer, integer, blob, integer, blob});
  for (const RecordRow& row : rows) {
    table.add(row.chain.kiosk, row.chain.epoch, row.record().sequence, row.received->hash,
              row.received_ms, row.received->cose);
  }
  return run_for(store,
                 "INSERT INTO late (kiosk, epoch, sequence, hash, received_ms, cose) "
                 "SELECT * FROM {rows} WHERE true ON CONFLICT DO NOTHING",
                 table);
}

Status write_gaps(Store& store, const std::vector<GapRow>& rows) {
  using enum Column;
  Table table({blob, integer, integer, integer, blob, blob});
  for (const GapRow& row : rows) {
    table.add(row.kiosk, row.gap.epoch, row.gap.first, row.gap.last, row.gap.last_hash,
              row.gap.public_key);
  }
  return run_for(
      store,
      "INSERT INTO gap (kiosk, epoch, first, last, last_hash, public_key) "
      "SELECT * FROM {rows} WHERE true ON CONFLICT (kiosk, epoch, first, last) DO UPDATE SET "
      "last_hash = excluded.last_hash, public_key = excluded.public_key",
      table);
}

}  // namespace smilepost::backend
