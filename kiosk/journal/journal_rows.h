// The journal's tables, read and written a row at a time. Shared by the writer and the readers.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/journal/journal.h"
#include "kiosk/journal/journal_reader.h"
#include "platform/sqlite.h"

namespace smilepost::kiosk {

inline constexpr std::string_view staff_setting = "staff";  // the staff's last choice

// Epochs, sequences and counts are below 2^63.
inline std::int64_t column(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

struct RecordRow {
  record::ChainHead place;
  record::Kind kind = record::Kind::answer;
  Counts counts;  // of the epoch, this record included
  record::Bytes cose;
};

Result<std::optional<record::KioskId>> read_kiosk(platform::Database& database);
Result<std::vector<StoredEpoch>> read_epochs(platform::Database& database);
Result<std::optional<RecordRow>> read_record(platform::Database& database, record::Epoch epoch,
                                             std::uint64_t sequence);
Result<std::optional<RecordRow>> read_last_record(platform::Database& database,
                                                  record::Epoch epoch);
// The newest head of the epoch, with `up_to` at or before that sequence; or the epoch's first
// record where there is none yet.
Result<std::optional<RecordRow>> read_anchor(platform::Database& database, record::Epoch epoch,
                                             std::optional<std::uint64_t> up_to);
Result<std::vector<RecordRow>> read_page(platform::Database& database, record::Epoch epoch,
                                         std::uint64_t from, std::size_t count, std::size_t bytes);
struct Delivery {  // all of the epoch up to `sequence`, at `time_ms` by the backend's clock
  record::Epoch epoch = 0;
  std::uint64_t sequence = 0;
  std::int64_t time_ms = 0;
};
Result<std::vector<Delivery>> read_deliveries(platform::Database& database);  // oldest first
// The records that note them, in the order of the places that they speak of.
Result<std::vector<record::Bytes>> read_gap_records(platform::Database& database);
Result<std::vector<std::pair<std::string, record::Bytes>>> read_settings(
    platform::Database& database);
Result<std::optional<record::Bytes>> read_setting(platform::Database& database,
                                                  std::string_view name);
// The record of the staff's last choice, a StaffAction; nothing before the first.
Result<std::optional<record::Record>> read_staff_record(platform::Database& database);

// To be called within a transaction.
Status write_delivery(platform::Database& database, const Delivery& delivery);
// A record that notes a gap; nothing where that cannot be read.
Status write_gap(platform::Database& database, record::BytesView cose);
// What the beginning of an epoch says of others' records.
Status write_superseded(platform::Database& database, record::BytesView cose);
Status write_kiosk(platform::Database& database, const record::KioskId& kiosk);
Status write_epoch(platform::Database& database, record::Epoch epoch,
                   const record::PublicKey& public_key);
// With what it says of others: a gap, or what is superseded.
Status write_record(platform::Database& database, const RecordRow& row);
Status write_receipt(platform::Database& database, const record::Receipt& receipt);
// All; or those that a backend gave before it was restored, or after.
Status drop_receipts(platform::Database& database);
Status drop_receipts_of_other_generations(platform::Database& database, std::uint64_t generation);
Status write_setting(platform::Database& database, std::string_view name, record::BytesView cose);

}  // namespace smilepost::kiosk
