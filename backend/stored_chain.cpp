#include "backend/stored_chain.h"

#include <algorithm>

#include "backend/sql.h"

namespace smilepost::backend {
namespace {

template <std::size_t size>
std::array<std::uint8_t, size> array_at(const platform::Statement& row, int column) {
  std::array<std::uint8_t, size> out{};
  const auto blob = row.blob(column);
  std::copy_n(blob.begin(), std::min(blob.size(), size), out.begin());
  return out;
}

}  // namespace

Result<std::optional<StoredEpoch>> StoredChain::load() const {
  const auto row = first_row(database_,
                             "SELECT public_key, head_sequence, head_hash, closed FROM epoch "
                             "WHERE kiosk = ? AND epoch = ?",
                             kiosk_, epoch_);
  if (!row) return row.error();
  if (!*row) return std::optional<StoredEpoch>();
  StoredEpoch stored;
  stored.public_key = array_at<32>(**row, 0);
  stored.head = {epoch_, static_cast<std::uint64_t>((*row)->integer(1)), array_at<32>(**row, 2)};
  stored.closed = (*row)->integer(3) != 0;
  return std::optional(stored);
}

Result<bool> StoredChain::endorsed(const record::EpochOpened& opened) const {
  if (!opened.endorsement) return false;
  auto keys = query(database_,
                    "SELECT first_key FROM kiosk WHERE kiosk = ?1 "
                    "UNION SELECT public_key FROM epoch WHERE kiosk = ?1",
                    kiosk_);
  if (!keys) return keys.error();
  bool found = false;
  const Status read = each_row(*keys, [&](const platform::Statement& row) {
    found = found || record::verify(array_at<32>(row, 0), opened.public_key, *opened.endorsement);
  });
  if (!read) return read.error();
  return found;
}

Result<std::optional<StoredEpoch>> StoredChain::beyond_gap(std::uint64_t due,
                                                           std::uint64_t first) const {
  const auto row = first_row(database_,
                             "SELECT public_key, last, last_hash FROM gap "
                             "WHERE kiosk = ? AND epoch = ? AND first = ? AND last = ?",
                             kiosk_, epoch_, due, first - 1);
  if (!row) return row.error();
  if (!*row) return std::optional<StoredEpoch>();
  const record::ChainHead last{epoch_, static_cast<std::uint64_t>((*row)->integer(1)),
                               array_at<32>(**row, 2)};
  return std::optional(StoredEpoch{array_at<32>(**row, 0), last, false});
}

Result<std::optional<record::Hash>> StoredChain::hash_at(std::uint64_t sequence) const {
  const auto row =
      first_row(database_, "SELECT hash FROM record WHERE kiosk = ? AND epoch = ? AND sequence = ?",
                kiosk_, epoch_, sequence);
  if (!row) return row.error();
  if (!*row) return std::optional<record::Hash>();
  return std::optional<record::Hash>(array_at<32>(**row, 0));
}

Status StoredChain::append(const ReceivedRecord& received, std::int64_t received_ms) {
  const record::Record& it = received.record;
  return run(database_,
             "INSERT INTO record (kiosk, epoch, sequence, hash, kind, received_ms, cose) "
             "VALUES (?, ?, ?, ?, ?, ?, ?)",
             kiosk_, epoch_, it.sequence, received.hash, static_cast<int>(it.kind), received_ms,
             received.cose);
}

Status StoredChain::advance(const record::PublicKey& key, const ReceivedRecord& newest) {
  return run(database_,
             "INSERT INTO epoch (kiosk, epoch, public_key, head_sequence, head_hash, closed) "
             "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
             "head_sequence = excluded.head_sequence, head_hash = excluded.head_hash, "
             "closed = excluded.closed",
             kiosk_, epoch_, key, newest.record.sequence, newest.hash,
             newest.record.kind == record::Kind::epoch_closed);
}

Status StoredChain::keep_late(const ReceivedRecord& received, std::int64_t received_ms) {
  return run(database_,
             "INSERT INTO fork (kiosk, epoch, sequence, hash, received_ms, cose) "
             "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
             kiosk_, epoch_, received.record.sequence, received.hash, received_ms, received.cose);
}

Status StoredChain::keep_fork(const ReceivedRecord& received, std::int64_t received_ms) {
  Status kept = keep_late(received, received_ms);
  if (!kept || database_.changes() == 0) return kept;
  return run(database_, "UPDATE epoch SET forks = forks + 1 WHERE kiosk = ? AND epoch = ?", kiosk_,
             epoch_);
}

}  // namespace smilepost::backend
