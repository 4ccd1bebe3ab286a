#include "kiosk/journal/journal_rows.h"

#include <algorithm>
#include <limits>

namespace smilepost::kiosk {
namespace {

using platform::Database;
using platform::Statement;

std::uint64_t natural(const Statement& row, int index) {
  return static_cast<std::uint64_t>(row.integer(index));
}

// A blob of another size than the schema allows: zeros, which match no hash and no key.
template <std::size_t size>
std::array<std::uint8_t, size> fixed(const Statement& row, int index) {
  std::array<std::uint8_t, size> out{};
  const auto blob = row.blob(index);
  if (blob.size() == size) std::copy(blob.begin(), blob.end(), out.begin());
  return out;
}

constexpr std::string_view record_columns =
    "SELECT epoch, sequence, hash, kind, answer_records, visits, cose FROM record ";

RecordRow record_row(const Statement& row) {
  RecordRow out;
  out.place = {natural(row, 0), natural(row, 1), fixed<32>(row, 2)};
  out.kind = static_cast<record::Kind>(row.integer(3));
  out.counts = {natural(row, 4), natural(row, 5)};
  const auto cose = row.blob(6);
  out.cose.assign(cose.begin(), cose.end());
  return out;
}

Result<std::optional<RecordRow>> first_record(Result<Statement> statement) {
  if (!statement) return statement.error();
  const auto found = statement->step();
  if (!found) return found.error();
  if (!*found) return std::optional<RecordRow>{};
  return std::optional(record_row(*statement));
}

Result<Statement> prepare_records(Database& database, std::string_view rest, record::Epoch epoch) {
  auto statement = database.prepare(std::string(record_columns) + std::string(rest));
  if (statement) statement->bind(1, column(epoch));
  return statement;
}

record::Receipt receipt_row(const Statement& row, record::Epoch epoch,
                            const record::KioskId& kiosk) {
  record::Receipt receipt;
  receipt.kiosk = kiosk;
  receipt.epoch = epoch;
  if (!row.is_null(2)) receipt.head = record::ChainHead{epoch, natural(row, 2), fixed<32>(row, 3)};
  receipt.time_ms = row.integer(4);
  receipt.generation = natural(row, 5);
  receipt.next_token = fixed<16>(row, 6);
  return receipt;
}

Status run(Result<Statement> statement) {
  if (!statement) return statement.error();
  return statement->run();
}

}  // namespace

Result<std::optional<record::KioskId>> read_kiosk(Database& database) {
  auto statement = database.prepare("SELECT id FROM kiosk");
  if (!statement) return statement.error();
  const auto found = statement->step();
  if (!found) return found.error();
  if (!*found) return std::optional<record::KioskId>{};
  return std::optional(fixed<16>(*statement, 0));
}

Result<std::vector<StoredEpoch>> read_epochs(Database& database) {
  const auto kiosk = read_kiosk(database);
  if (!kiosk) return kiosk.error();
  auto statement = database.prepare(
      "SELECT epoch, public_key, sequence, hash, time_ms, generation, next_token "
      "FROM epoch LEFT JOIN receipt USING (epoch) ORDER BY ordinal");
  if (!statement) return statement.error();
  std::vector<StoredEpoch> epochs;
  for (;;) {
    const auto more = statement->step();
    if (!more) return more.error();
    if (!*more) return epochs;
    StoredEpoch epoch{natural(*statement, 0), fixed<32>(*statement, 1), {}};
    if (*kiosk && !statement->is_null(4)) {
      epoch.receipt = receipt_row(*statement, epoch.epoch, **kiosk);
    }
    epochs.push_back(epoch);
  }
}

Result<std::optional<RecordRow>> read_record(Database& database, record::Epoch epoch,
                                             std::uint64_t sequence) {
  auto statement = prepare_records(database, "WHERE epoch = ?1 AND sequence = ?2", epoch);
  if (statement) statement->bind(2, column(sequence));
  return first_record(std::move(statement));
}

Result<std::optional<RecordRow>> read_last_record(Database& database, record::Epoch epoch) {
  return first_record(
      prepare_records(database, "WHERE epoch = ?1 ORDER BY sequence DESC LIMIT 1", epoch));
}

Result<std::optional<RecordRow>> read_anchor(Database& database, record::Epoch epoch,
                                             std::optional<std::uint64_t> up_to) {
  constexpr std::uint64_t last = std::numeric_limits<std::int64_t>::max();
  auto statement = prepare_records(
      database, "WHERE epoch = ?1 AND kind = ?2 AND sequence <= ?3 ORDER BY sequence DESC LIMIT 1",
      epoch);
  if (statement) {
    statement->bind(2, static_cast<std::int64_t>(record::Kind::head))
        .bind(3, column(up_to.value_or(last)));
  }
  auto head = first_record(std::move(statement));
  if (!head || *head) return head;
  return read_record(database, epoch, 0);
}

Result<std::vector<RecordRow>> read_page(Database& database, record::Epoch epoch,
                                         std::uint64_t from, std::size_t count, std::size_t bytes) {
  auto statement = prepare_records(
      database, "WHERE epoch = ?1 AND sequence >= ?2 ORDER BY sequence LIMIT ?3", epoch);
  if (!statement) return statement.error();
  statement->bind(2, column(from)).bind(3, column(count));
  std::vector<RecordRow> rows;
  for (std::size_t size = 0;;) {
    const auto more = statement->step();
    if (!more) return more.error();
    if (!*more) return rows;
    RecordRow row = record_row(*statement);
    size += row.cose.size();
    if (size > bytes && !rows.empty()) return rows;
    rows.push_back(std::move(row));
  }
}

Result<std::vector<Delivery>> read_deliveries(Database& database) {
  auto statement =
      database.prepare("SELECT epoch, sequence, time_ms FROM delivery ORDER BY epoch, sequence");
  if (!statement) return statement.error();
  std::vector<Delivery> deliveries;
  for (;;) {
    const auto more = statement->step();
    if (!more) return more.error();
    if (!*more) return deliveries;
    deliveries.push_back({natural(*statement, 0), natural(*statement, 1), statement->integer(2)});
  }
}

Result<std::vector<record::Bytes>> read_gap_records(Database& database) {
  auto statement = database.prepare("SELECT cose FROM gap ORDER BY epoch, first");
  if (!statement) return statement.error();
  std::vector<record::Bytes> records;
  for (;;) {
    const auto more = statement->step();
    if (!more) return more.error();
    if (!*more) return records;
    const auto cose = statement->blob(0);
    records.emplace_back(cose.begin(), cose.end());
  }
}

Result<std::vector<std::pair<std::string, record::Bytes>>> read_settings(Database& database) {
  auto statement = database.prepare("SELECT name, cose FROM setting");
  if (!statement) return statement.error();
  std::vector<std::pair<std::string, record::Bytes>> settings;
  for (;;) {
    const auto more = statement->step();
    if (!more) return more.error();
    if (!*more) return settings;
    const auto cose = statement->blob(1);
    settings.emplace_back(statement->text(0), record::Bytes(cose.begin(), cose.end()));
  }
}

Result<std::optional<record::Bytes>> read_setting(Database& database, std::string_view name) {
  auto statement = database.prepare("SELECT cose FROM setting WHERE name = ?1");
  if (!statement) return statement.error();
  const auto found = statement->bind(1, name).step();
  if (!found) return found.error();
  if (!*found) return std::optional<record::Bytes>{};
  const auto cose = statement->blob(0);
  return std::optional(record::Bytes(cose.begin(), cose.end()));
}

Result<std::optional<record::Record>> read_staff_record(Database& database) {
  const auto cose = read_setting(database, staff_setting);
  if (!cose) return cose.error();
  if (!*cose) return std::optional<record::Record>{};
  auto opened = record::open_unverified(**cose);
  if (opened.verdict != record::Verdict::good ||
      !std::holds_alternative<record::StaffAction>(opened.record.body)) {
    return Error{database.file() + ": the staff's last choice cannot be read: choose again"};
  }
  return std::optional(std::move(opened.record));
}

Status write_delivery(Database& database, const Delivery& delivery) {
  auto statement = database.prepare(
      "INSERT OR REPLACE INTO delivery (epoch, sequence, time_ms) VALUES (?1, ?2, ?3)");
  if (statement) {
    statement->bind(1, column(delivery.epoch))
        .bind(2, column(delivery.sequence))
        .bind(3, delivery.time_ms);
  }
  return run(std::move(statement));
}

Status write_gap(Database& database, record::BytesView cose) {
  const auto noting = record::open_unverified(cose).record;
  const auto* gap = std::get_if<record::Gap>(&noting.body);
  if (gap == nullptr) return Done{};
  auto statement =
      database.prepare("INSERT OR REPLACE INTO gap (epoch, first, cose) VALUES (?1, ?2, ?3)");
  if (statement) {
    statement->bind(1, column(gap->epoch)).bind(2, column(gap->first)).bind(3, cose);
  }
  return run(std::move(statement));
}

Status write_superseded(Database& database, record::BytesView cose) {
  const auto opening = record::open_unverified(cose).record;
  const auto* opened = std::get_if<record::EpochOpened>(&opening.body);
  if (opened == nullptr) return Done{};
  for (const auto& hash : opened->superseded) {
    auto statement = database.prepare("INSERT OR IGNORE INTO superseded (hash) VALUES (?1)");
    if (statement) statement->bind(1, hash);
    if (auto written = run(std::move(statement)); !written) return written;
  }
  return Done{};
}

Status write_kiosk(Database& database, const record::KioskId& kiosk) {
  auto statement =
      database.prepare("INSERT INTO kiosk (only, id) VALUES (1, ?1) ON CONFLICT DO NOTHING");
  if (statement) statement->bind(1, kiosk);
  return run(std::move(statement));
}

Status write_epoch(Database& database, record::Epoch epoch, const record::PublicKey& public_key) {
  auto statement = database.prepare("INSERT INTO epoch (epoch, public_key) VALUES (?1, ?2)");
  if (statement) statement->bind(1, column(epoch)).bind(2, public_key);
  return run(std::move(statement));
}

Status write_record(Database& database, const RecordRow& row) {
  auto statement = database.prepare(
      "INSERT INTO record (epoch, sequence, hash, kind, answer_records, visits, cose) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  if (statement) {
    statement->bind(1, column(row.place.epoch))
        .bind(2, column(row.place.sequence))
        .bind(3, row.place.hash)
        .bind(4, static_cast<std::int64_t>(row.kind))
        .bind(5, column(row.counts.answer_records))
        .bind(6, column(row.counts.visits))
        .bind(7, row.cose);
  }
  if (auto written = run(std::move(statement)); !written) return written;
  if (row.kind == record::Kind::gap) return write_gap(database, row.cose);
  if (row.kind == record::Kind::epoch_opened) return write_superseded(database, row.cose);
  return Done{};
}

Status write_receipt(Database& database, const record::Receipt& receipt) {
  auto statement = database.prepare(
      "INSERT OR REPLACE INTO receipt (epoch, sequence, hash, time_ms, generation, next_token) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  if (!statement) return statement.error();
  statement->bind(1, column(receipt.epoch)).bind_null(2).bind_null(3);
  if (receipt.head) statement->bind(2, column(receipt.head->sequence)).bind(3, receipt.head->hash);
  return statement->bind(4, receipt.time_ms)
      .bind(5, column(receipt.generation))
      .bind(6, receipt.next_token)
      .run();
}

Status drop_receipts(Database& database) {
  return database.execute("DELETE FROM receipt");
}

Status drop_receipts_of_other_generations(Database& database, std::uint64_t generation) {
  auto statement = database.prepare("DELETE FROM receipt WHERE generation <> ?1");
  if (statement) statement->bind(1, column(generation));
  return run(std::move(statement));
}

Status write_setting(Database& database, std::string_view name, record::BytesView cose) {
  auto statement = database.prepare("INSERT OR REPLACE INTO setting (name, cose) VALUES (?1, ?2)");
  if (statement) statement->bind(1, name).bind(2, cose);
  return run(std::move(statement));
}

}  // namespace smilepost::kiosk
