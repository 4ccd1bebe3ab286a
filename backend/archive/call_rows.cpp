#include "backend/archive/call_rows.h"

#include <algorithm>

namespace smilepost::backend {
namespace {

CallRow call_at(const Row& row) {
  return {{array_at<16>(row, 0), array_at<16>(row, 1)},
          row.text(2),
          row.integer(3),
          integer_at(row, 4),
          integer_at(row, 5)};
}

}  // namespace

record::CallState CallRow::state_at(std::int64_t now_ms) const {
  if (claimed_ms) return record::CallState::claimed;
  const bool waits = !over_ms && now_ms < raised_ms + record::call_waits_ms;
  return waits ? record::CallState::waits : record::CallState::over;
}

Status read_screens(Store& store, const std::function<void(const ScreenRow&)>& each) {
  return read(store,
              "SELECT k.kiosk, label, revoked_ms, until_ms FROM kiosk k LEFT JOIN presence p ON "
              "p.kiosk = k.kiosk ORDER BY label = '', label, k.kiosk",
              [&](const Row& row) {
                each({array_at<16>(row, 0), row.text(1), !row.is_null(2), integer_at(row, 3)});
              });
}

Status come(Store& store, const std::optional<record::KioskId>& kiosk, std::int64_t until_ms) {
  return run(store,
             "INSERT INTO presence (kiosk, until_ms) SELECT kiosk, ?1 FROM kiosk WHERE revoked_ms "
             "IS NULL AND (kiosk = ?2 OR ?2 IS NULL) ORDER BY kiosk ON CONFLICT (kiosk) DO UPDATE "
             "SET until_ms = excluded.until_ms",
             until_ms, kiosk);
}

Status leave(Store& store, const record::KioskId& kiosk) {
  return run(store, "DELETE FROM presence WHERE kiosk = ?1", kiosk);
}

Status stay(Store& store, std::int64_t now_ms, std::int64_t until_ms) {
  return run(store, "UPDATE presence SET until_ms = ?1 WHERE until_ms > ?2", until_ms, now_ms);
}

// A clock that was set back makes nobody stay longer than they said.
Result<std::int64_t> presence_left_ms(Store& store, const record::KioskId& kiosk,
                                      std::int64_t now_ms) {
  std::int64_t until_ms = 0;
  const auto found = read_one(
      store, "SELECT until_ms FROM presence WHERE kiosk = ?1",
      [&](const Row& row) { until_ms = row.integer(0); }, kiosk);
  if (!found) return found.error();
  return std::clamp<std::int64_t>(until_ms - now_ms, 0, record::presence_ms);
}

Result<bool> raise(Store& store, const CallKey& key, const std::string& language,
                   std::int64_t now_ms) {
  return read_one(
      store,
      "INSERT INTO call (kiosk, number, language, raised_ms) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT DO NOTHING RETURNING kiosk",
      [](const Row&) {}, key.kiosk, key.number, storable(language), now_ms);
}

Status forget_calls_before(Store& store, const record::KioskId& kiosk, std::int64_t before_ms) {
  return run(store, "DELETE FROM call WHERE kiosk = ?1 AND raised_ms < ?2", kiosk, before_ms);
}

Result<bool> claim(Store& store, const CallKey& key, std::int64_t now_ms) {
  return read_one(
      store,
      "UPDATE call SET claimed_ms = ?3 WHERE kiosk = ?1 AND number = ?2 AND claimed_ms IS NULL "
      "AND over_ms IS NULL AND raised_ms > ?4 RETURNING kiosk",
      [](const Row&) {}, key.kiosk, key.number, now_ms, now_ms - record::call_waits_ms);
}

Status end(Store& store, const CallKey& key, std::int64_t now_ms) {
  return run(store,
             "UPDATE call SET over_ms = ?3 WHERE kiosk = ?1 AND number = ?2 AND over_ms IS NULL",
             key.kiosk, key.number, now_ms);
}

Result<std::optional<CallRow>> read_call(Store& store, const CallKey& key) {
  std::optional<CallRow> call;
  const auto found = read_one(
      store,
      "SELECT kiosk, number, language, raised_ms, claimed_ms, over_ms FROM call WHERE kiosk = ?1 "
      "AND number = ?2",
      [&](const Row& row) { call = call_at(row); }, key.kiosk, key.number);
  if (!found) return found.error();
  return call;
}

Status read_calls_since(Store& store, std::int64_t since_ms,
                        const std::function<void(const CallRow&)>& each) {
  return read(
      store,
      "SELECT kiosk, number, language, raised_ms, claimed_ms, over_ms FROM call WHERE raised_ms >= "
      "?1 ORDER BY raised_ms DESC, kiosk, number",
      [&](const Row& row) { each(call_at(row)); }, since_ms);
}

}  // namespace smilepost::backend
