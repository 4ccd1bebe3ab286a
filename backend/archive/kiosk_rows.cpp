#include "backend/archive/rows.h"

namespace smilepost::backend {
namespace {

std::optional<record::Token> token_at(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return array_at<16>(row, column);
}

KioskRow kiosk_at(const Row& row) {
  KioskRow kiosk;
  kiosk.kiosk = array_at<16>(row, 0);
  kiosk.first_key = array_at<32>(row, 1);
  kiosk.label = row.text(2);
  kiosk.enrolled_ms = row.integer(3);
  kiosk.last_contact_ms = row.integer(4);
  kiosk.tokens = {token_at(row, 5), token_at(row, 6),   token_at(row, 7),
                  token_at(row, 8), integer_at(row, 9), integer_at(row, 10)};
  kiosk.revoked_ms = integer_at(row, 11);
  return kiosk;
}

}  // namespace

// In one order everywhere: two that lock the same kiosks never wait for each other.
Status lock_kiosks(Store& store, const std::set<record::KioskId>& kiosks,
                   std::map<record::KioskId, KioskRow>& into) {
  Table keys({Column::blob});
  for (const record::KioskId& kiosk : kiosks) keys.add(kiosk);
  return store.execute_for(
      "SELECT kiosk, first_key, label, enrolled_ms, last_contact_ms, newest, previous, "
      "displaced_newest, displaced_previous, restored_ms, copied_ms, revoked_ms FROM kiosk "
      "WHERE kiosk IN (SELECT r.c1 FROM {rows}) ORDER BY kiosk {lock}",
      keys, [&](const Row& row) {
        KioskRow kiosk = kiosk_at(row);
        into.insert_or_assign(kiosk.kiosk, std::move(kiosk));
      });
}

Status write_kiosks(Store& store, const std::vector<const KioskRow*>& rows) {
  using enum Column;
  Table table({blob, integer, blob, blob, blob, blob, integer, integer});
  for (const KioskRow* row : rows) {
    const Tokens& tokens = row->tokens;
    table.add(row->kiosk, row->last_contact_ms, tokens.newest, tokens.previous,
              tokens.displaced_newest, tokens.displaced_previous, tokens.restored_ms,
              tokens.copied_ms);
  }
  return run_for(
      store,
      "UPDATE kiosk SET last_contact_ms = r.c2, newest = r.c3, previous = r.c4, "
      "displaced_newest = r.c5, displaced_previous = r.c6, restored_ms = r.c7, copied_ms = r.c8 "
      "FROM {rows} WHERE kiosk.kiosk = r.c1",
      table);
}

}  // namespace smilepost::backend
