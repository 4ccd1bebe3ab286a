#include "kiosk/journal/journal_reader.h"

#include "journal_migrations.h"
#include "kiosk/journal/journal_rows.h"

namespace smilepost::kiosk {
namespace {

Status check_schema(platform::Database& database) {
  const auto application = database.integer("PRAGMA application_id");
  if (!application) return application.error();
  const auto version = database.integer("PRAGMA user_version");
  if (!version) return version.error();
  if (*application != journal_application_id) {
    return Error{database.file() + ": not a journal: name the folder of a kiosk's state"};
  }
  if (*version != static_cast<std::int64_t>(migrations.size())) {
    return Error{database.file() + ": a journal of another version (schema " +
                 std::to_string(*version) + ", this program reads " +
                 std::to_string(migrations.size()) + "): use the program that wrote it"};
  }
  return Done{};
}

// The last record's figure, and that of the record that the newest receipt names.
constexpr std::string_view sum_of_answers = R"(
  SELECT
    ifnull(sum((SELECT answer_records FROM record AS r WHERE r.epoch = e.epoch
                ORDER BY sequence DESC LIMIT 1)), 0),
    ifnull(sum((SELECT answer_records FROM receipt AS c JOIN record AS r USING (epoch, sequence)
                WHERE c.epoch = e.epoch)), 0)
  FROM epoch AS e)";

}  // namespace

class JournalReader::Impl {
 public:
  explicit Impl(platform::Database opened) : database(std::move(opened)) {}
  platform::Database database;
};

JournalReader::JournalReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
JournalReader::~JournalReader() = default;

Result<std::unique_ptr<JournalReader>> JournalReader::open(const std::filesystem::path& folder) {
  auto database =
      platform::Database::open(folder / journal_file, {.mode = platform::DatabaseMode::read_only});
  if (!database) return database.error();
  if (auto ours = check_schema(*database); !ours) return ours.error();
  return std::unique_ptr<JournalReader>(
      new JournalReader(std::make_unique<Impl>(std::move(*database))));
}

Result<record::KioskId> JournalReader::kiosk() const {
  const auto kiosk = read_kiosk(impl_->database);
  if (!kiosk) return kiosk.error();
  if (!*kiosk) return Error{impl_->database.file() + ": empty: start the kiosk once"};
  return **kiosk;
}

Result<std::vector<StoredEpoch>> JournalReader::epochs() const {
  return read_epochs(impl_->database);
}

Result<std::vector<StoredRecord>> JournalReader::page(record::Epoch epoch, std::uint64_t from,
                                                      std::size_t count, std::size_t bytes) const {
  auto rows = read_page(impl_->database, epoch, from, count, bytes);
  if (!rows) return rows.error();
  std::vector<StoredRecord> records;
  records.reserve(rows->size());
  for (auto& row : *rows) {
    records.push_back({row.place.epoch, row.place.sequence, std::move(row.cose)});
  }
  return records;
}

Result<JournalReader::AnswerRecords> JournalReader::answer_records() const {
  auto statement = impl_->database.prepare(sum_of_answers);
  if (!statement) return statement.error();
  const auto row = statement->step();
  if (!row) return row.error();
  return AnswerRecords{static_cast<std::uint64_t>(statement->integer(0)),
                       static_cast<std::uint64_t>(statement->integer(1))};
}

}  // namespace smilepost::kiosk
