#include "backend/store/sqlite_store.h"

#include "backend/store/dialect.h"
#include "backend/store/sqlite_migrations.h"
#include "platform/files.h"
#include "platform/schema.h"

namespace smilepost::backend {
namespace {

constexpr std::int32_t application_id = 0x534D5042;  // "SMPB"

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(const platform::Statement& statement) : statement_(statement) {}
  bool is_null(int column) const override { return statement_.is_null(column); }
  std::int64_t integer(int column) const override { return statement_.integer(column); }
  std::string text(int column) const override { return statement_.text(column); }
  Blob blob(int column) const override { return statement_.blob(column); }

 private:
  const platform::Statement& statement_;
};

void bind(platform::Statement& statement, int parameter, const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    statement.bind(parameter, *integer);
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    statement.bind(parameter, *text);
  } else if (const auto* blob = std::get_if<Blob>(&value)) {
    statement.bind(parameter, *blob);
  } else {
    statement.bind_null(parameter);
  }
}

Status run_through(platform::Statement& statement, const ReadRow& row) {
  for (;;) {
    const auto there = statement.step();
    if (!there) return there.error();
    if (!*there) break;
    row(SqliteRow(statement));
  }
  statement.reset();
  return Done{};
}

// (SELECT ?1 AS c1, ?2 AS c2) AS r: one row at a time.
std::string one_row(std::size_t columns) {
  std::string out = "(SELECT ";
  for (std::size_t i = 1; i <= columns; ++i) {
    const std::string number = std::to_string(i);
    out.append(i == 1 ? "" : ", ").append("?" + number).append(" AS c" + number);
  }
  return out + ") AS r";
}

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path& file,
                                                       Access access) {
  using Mode = platform::DatabaseMode;
  auto database = platform::Database::open(
      file, {.mode = access == Access::write ? Mode::create : Mode::read_only});
  if (!database) return database.error();
  if (auto ready = prepare(*database, access); !ready) return ready.error();
  return std::unique_ptr<SqliteStore>(new SqliteStore(*std::move(database), access));
}

Status SqliteStore::prepare(platform::Database& database, Access access) {
  if (access == Access::read) return platform::check_schema(database, sqlite::migrations.size());
  Status set = database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  return set ? platform::migrate(database, sqlite::migrations, application_id) : set;
}

Status SqliteStore::copy(const std::filesystem::path& from, const std::filesystem::path& to) {
  auto database = platform::Database::open(from, {.mode = platform::DatabaseMode::read_write});
  if (!database) return database.error();
  const std::filesystem::path beside = to.string() + ".new";
  std::error_code left_before;
  std::filesystem::remove(beside, left_before);
  if (auto made = platform::make_new_file(beside); !made) return made;
  auto vacuum = database->prepare("VACUUM INTO ?1");
  if (!vacuum) return vacuum.error();
  if (auto done = vacuum->bind(1, beside.string()).run(); !done) return done;
  return platform::replace_durably(beside, to);
}

Status SqliteStore::begin() {
  return database_.execute(access_ == Access::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Status SqliteStore::commit() {
  return database_.execute("COMMIT");
}

// Some errors have rolled back by themselves.
void SqliteStore::roll_back() {
  ++rolled_back_;
  if (database_.in_transaction()) (void)database_.execute("ROLLBACK");
}

Status SqliteStore::script(std::string_view sql) {
  return database_.execute(sql);
}

Status SqliteStore::execute(std::string_view sql, std::span<const Value> values,
                            const ReadRow& row) {
  auto statement = prepared(sql, 0);
  if (!statement) return statement.error();
  int parameter = 0;
  for (const Value& value : values) bind(**statement, ++parameter, value);
  return run_through(**statement, row);
}

Status SqliteStore::execute_for(std::string_view sql, const Table& table, const ReadRow& row) {
  const std::size_t columns = table.columns().size();
  auto statement = prepared(sql, columns);
  if (!statement) return statement.error();
  for (std::size_t i = 0; i < table.rows(); ++i) {
    for (std::size_t column = 0; column < columns; ++column) {
      bind(**statement, static_cast<int>(column) + 1, table.at(i, column));
    }
    if (auto done = run_through(**statement, row); !done) return done;
  }
  return Done{};
}

Status SqliteStore::make_room_for(std::int64_t /*day*/) {
  return Done{};
}

Result<std::string> SqliteStore::version() {
  const auto others = database_.integer("PRAGMA data_version");
  if (!others) return others.error();
  return std::to_string(*others) + "-" + std::to_string(database_.total_changes()) + "-" +
         std::to_string(rolled_back_);
}

Result<platform::Statement*> SqliteStore::prepared(std::string_view sql, std::size_t columns) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return &found->second;
  auto statement =
      database_.prepare(with_word(with_word(sql, "{rows}", one_row(columns)), "{lock}", ""));
  if (!statement) return statement.error();
  return &statements_.emplace(sql, *std::move(statement)).first->second;
}

}  // namespace smilepost::backend
