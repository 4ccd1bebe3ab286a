#include "kiosk/journal/journal_pruning.h"

#include <algorithm>

namespace smilepost::kiosk {
namespace {

using platform::Database;

std::int64_t newest_receipt_ms(const std::vector<StoredEpoch>& epochs) {
  std::int64_t newest = 0;
  for (const auto& epoch : epochs) {
    if (epoch.receipt) newest = std::max(newest, epoch.receipt->time_ms);
  }
  return newest;
}

// The last place that was delivered at or before that time, and still is by the newest receipt: a
// backend that was restored may have lost what it had. Of an epoch that is over the newest receipt
// grows old itself.
std::optional<std::uint64_t> delivered_by(const std::vector<Delivery>& deliveries,
                                          const StoredEpoch& epoch, std::int64_t time_ms) {
  if (!epoch.receipt || !epoch.receipt->head) return {};
  if (epoch.receipt->time_ms <= time_ms) return epoch.receipt->head->sequence;
  std::optional<std::uint64_t> last;
  for (const auto& delivery : deliveries) {
    if (delivery.epoch == epoch.epoch && delivery.time_ms <= time_ms) last = delivery.sequence;
  }
  if (last) last = std::min(*last, epoch.receipt->head->sequence);
  return last;
}

Result<std::size_t> remove_below(Database& database, record::Epoch epoch, std::uint64_t sequence,
                                 std::size_t count) {
  auto statement = database.prepare(
      "DELETE FROM record WHERE epoch = ?1 AND sequence IN (SELECT sequence FROM record WHERE "
      "epoch = ?1 AND sequence < ?2 ORDER BY sequence LIMIT ?3)");
  if (!statement) return statement.error();
  statement->bind(1, column(epoch)).bind(2, column(sequence)).bind(3, column(count));
  if (auto done = statement->run(); !done) return done.error();
  return static_cast<std::size_t>(database.changes());
}

Status forget_deliveries_below(Database& database, record::Epoch epoch, std::uint64_t sequence) {
  auto statement = database.prepare("DELETE FROM delivery WHERE epoch = ?1 AND sequence < ?2");
  if (!statement) return statement.error();
  return statement->bind(1, column(epoch)).bind(2, column(sequence)).run();
}

Result<std::size_t> prune_epoch(Database& database, record::Epoch epoch, std::uint64_t delivered,
                                std::size_t count) {
  const auto head = read_anchor(database, epoch, delivered);
  if (!head) return head.error();
  if (!*head) return std::size_t{0};
  auto removed = remove_below(database, epoch, (*head)->place.sequence, count);
  if (!removed) return removed;
  if (auto forgot = forget_deliveries_below(database, epoch, delivered); !forgot) {
    return forgot.error();
  }
  return removed;
}

}  // namespace

Status note_delivery(Database& database, const record::Receipt& receipt) {
  if (!receipt.head) return Done{};
  const auto deliveries = read_deliveries(database);
  if (!deliveries) return deliveries.error();
  for (const auto& delivery : *deliveries) {
    const bool same = delivery.epoch == receipt.epoch;
    if (same && receipt.time_ms < delivery.time_ms + day_ms) return Done{};
  }
  return write_delivery(database, {receipt.epoch, receipt.head->sequence, receipt.time_ms});
}

Result<std::size_t> prune(Database& database, std::int64_t age_ms, std::size_t count) {
  const auto epochs = read_epochs(database);
  if (!epochs) return epochs.error();
  const auto deliveries = read_deliveries(database);
  if (!deliveries) return deliveries.error();
  const std::int64_t until_ms = newest_receipt_ms(*epochs) - age_ms;
  std::size_t removed = 0;
  for (const auto& epoch : *epochs) {
    const auto delivered = delivered_by(*deliveries, epoch, until_ms);
    if (!delivered) continue;
    auto gone = prune_epoch(database, epoch.epoch, *delivered, count - removed);
    if (!gone) return gone;
    removed += *gone;
    if (removed >= count) break;
  }
  return removed;
}

}  // namespace smilepost::kiosk
