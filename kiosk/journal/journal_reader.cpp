#include "kiosk/journal/journal_reader.h"

#include "kiosk/journal/journal_files.h"
#include "kiosk/journal/journal_gaps.h"
#include "kiosk/journal/journal_rows.h"
#include "kiosk/journal/journal_schema.h"

namespace smilepost::kiosk {
namespace {

// The last record's figure, and that of the record that the newest receipt names, or of the last
// before it that is there.
constexpr std::string_view sum_of_answers = R"(
  SELECT
    ifnull(sum((SELECT answer_records FROM record AS r WHERE r.epoch = e.epoch
                ORDER BY sequence DESC LIMIT 1)), 0),
    ifnull(sum((SELECT answer_records FROM receipt AS c JOIN record AS r USING (epoch)
                WHERE c.epoch = e.epoch AND r.sequence <= c.sequence
                ORDER BY r.sequence DESC LIMIT 1)), 0)
  FROM epoch AS e)";

constexpr std::string_view sum_of_records = R"(
  SELECT ifnull(sum((SELECT max(sequence) FROM record AS r WHERE r.epoch = e.epoch) -
                    (SELECT min(sequence) FROM record AS r WHERE r.epoch = e.epoch) + 1), 0)
  FROM epoch AS e)";

Result<platform::Database> open_checked(const JournalPlace& place, bool immutable) {
  auto database = platform::Database::open(place.file(), {.mode = platform::DatabaseMode::read_only,
                                                          .immutable = immutable,
                                                          .vfs = place.disk->vfs()});
  if (!database) return database.error();
  if (auto ours = check_journal(*database); !ours) return ours.error();
  return database;
}

// Beside a writer a reader takes part in the log. Where it may write nothing, it can read what lies
// at rest: a card in a reader, another user's state.
Result<platform::Database> open_to_read(const JournalPlace& place) {
  if (place.disk->may_write_in(place.folder)) return open_checked(place, false);
  const auto log = place.disk->size(place.file(log_file));
  if (!log || *log == 0) return open_checked(place, true);
  auto database = open_checked(place, false);
  if (database) return database;
  return Error{database.error().message + "; or copy it with its -wal to where you may write"};
}

}  // namespace

class JournalReader::Impl {
 public:
  explicit Impl(JournalPlace place) : place_(std::move(place)) {}

  // Opens, or opens anew. Valid until the next call.
  Result<platform::Database*> database() {
    const auto now = place_.disk->identity(place_.file());
    if (!database_ || now != opened_) {
      database_.reset();
      auto database = open_to_read(place_);
      if (!database) return database.error();
      database_ = std::move(*database);
      opened_ = now;  // looked at before it was opened: what comes in between is seen next time
    }
    return &*database_;
  }

 private:
  JournalPlace place_;
  std::optional<platform::Database> database_;
  std::optional<platform::FileIdentity> opened_;
};

JournalReader::JournalReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
JournalReader::~JournalReader() = default;

Result<std::unique_ptr<JournalReader>> JournalReader::open(const std::filesystem::path& folder,
                                                           std::shared_ptr<platform::Disk> disk) {
  auto impl = std::make_unique<Impl>(JournalPlace{folder, std::move(disk)});
  if (auto opened = impl->database(); !opened) return opened.error();
  return std::unique_ptr<JournalReader>(new JournalReader(std::move(impl)));
}

Result<record::KioskId> JournalReader::kiosk() const {
  const auto database = impl_->database();
  if (!database) return database.error();
  const auto kiosk = read_kiosk(**database);
  if (!kiosk) return kiosk.error();
  if (!*kiosk) return Error{(*database)->file() + ": empty: start the kiosk once"};
  return **kiosk;
}

Result<std::vector<StoredEpoch>> JournalReader::epochs() const {
  const auto database = impl_->database();
  if (!database) return database.error();
  return read_epochs(**database);
}

Result<std::vector<StoredGap>> JournalReader::gaps() const {
  const auto database = impl_->database();
  if (!database) return database.error();
  return read_gaps(**database);
}

Result<std::optional<record::Gap>> JournalReader::missing_from(record::Epoch epoch,
                                                               std::uint64_t first) const {
  const auto database = impl_->database();
  if (!database) return database.error();
  return find_gap(**database, epoch, first);
}

Result<std::vector<StoredRecord>> JournalReader::page(record::Epoch epoch, std::uint64_t from,
                                                      std::size_t count, std::size_t bytes) const {
  const auto database = impl_->database();
  if (!database) return database.error();
  auto rows = read_page(**database, epoch, from, count, bytes);
  if (!rows) return rows.error();
  std::vector<StoredRecord> records;
  records.reserve(rows->size());
  for (auto& row : *rows) {
    records.push_back({row.place.epoch, row.place.sequence, std::move(row.cose)});
  }
  return records;
}

Result<std::uint64_t> JournalReader::records() const {
  const auto database = impl_->database();
  if (!database) return database.error();
  const auto sum = (*database)->integer(sum_of_records);
  if (!sum) return sum.error();
  return static_cast<std::uint64_t>(*sum);
}

Result<JournalReader::AnswerRecords> JournalReader::answer_records() const {
  const auto database = impl_->database();
  if (!database) return database.error();
  auto statement = (*database)->prepare(sum_of_answers);
  if (!statement) return statement.error();
  const auto row = statement->step();
  if (!row) return row.error();
  return AnswerRecords{static_cast<std::uint64_t>(statement->integer(0)),
                       static_cast<std::uint64_t>(statement->integer(1))};
}

}  // namespace smilepost::kiosk
