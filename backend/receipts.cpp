#include "backend/receipts.h"

#include <algorithm>

#include "backend/sql.h"
#include "platform/log.h"

namespace smilepost::backend {
namespace {

record::Bytes bytes_of(std::string_view token) {
  return record::from_hex(token).value_or(record::Bytes());
}

}  // namespace

Result<record::Bytes> Receipts::issue(const record::KioskId& kiosk, record::Epoch epoch,
                                      const std::optional<record::ChainHead>& head,
                                      std::optional<std::string_view> token) {
  const auto next = next_token(kiosk, token);
  if (!next) return next.error();
  return write(kiosk, epoch, head, *next);
}

record::Bytes Receipts::repeat(const record::KioskId& kiosk, record::Epoch epoch,
                               const std::optional<record::ChainHead>& head,
                               std::string_view token) const {
  record::Token same{};
  const record::Bytes shown = bytes_of(token);
  if (shown.size() == same.size()) std::copy(shown.begin(), shown.end(), same.begin());
  return write(kiosk, epoch, head, same);
}

Result<bool> Receipts::knows(const record::KioskId& kiosk, std::string_view token) {
  const auto row = first_row(archive_.database(),
                             "SELECT 1 FROM token WHERE kiosk = ?1 AND ?2 IN (newest, previous)",
                             kiosk, bytes_of(token));
  if (!row) return row.error();
  return row->has_value();
}

record::Bytes Receipts::write(const record::KioskId& kiosk, record::Epoch epoch,
                              const std::optional<record::ChainHead>& head,
                              const record::Token& next) const {
  record::Receipt receipt;
  receipt.kiosk = kiosk;
  receipt.head = head;
  receipt.epoch = epoch;
  receipt.time_ms = clock_.wall_ms();
  receipt.generation = archive_.generation();
  receipt.next_token = next;
  return record::seal(receipt, key_);
}

// The newest token becomes the previous one only when it is shown: until then its receipt may have
// been lost, and the one before it stays good.
Result<record::Token> Receipts::next_token(const record::KioskId& kiosk,
                                           std::optional<std::string_view> shown) {
  platform::Database& database = archive_.database();
  record::Token next{};
  record::fill_random(next);
  const record::Bytes token = bytes_of(shown.value_or(""));
  const auto row = first_row(
      database, "SELECT newest = ?2, previous IS ?2, stranger_seen FROM token WHERE kiosk = ?1",
      kiosk, token);
  if (!row) return row.error();
  const bool newest = *row && (*row)->integer(0) != 0;
  const bool known = !shown || !*row || newest || (*row)->integer(1) != 0;
  const bool first_stranger = !known && (*row)->integer(2) == 0;
  if (first_stranger) {
    platform::log_warning("kiosk " + record::to_hex(kiosk) +
                          " showed a token that was not handed out to it: a restored or copied "
                          "card, or a kiosk that enrolled anew");
  }
  const Status stored =
      run(database,
          "INSERT INTO token (kiosk, newest) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET "
          "previous = CASE WHEN ?3 THEN newest ELSE previous END, newest = excluded.newest, "
          "stranger_seen = stranger_seen OR ?4",
          kiosk, next, newest, first_stranger);
  if (!stored) return stored.error();
  return next;
}

}  // namespace smilepost::backend
