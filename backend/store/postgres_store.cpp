#include "backend/store/postgres_store.h"

#include <fmt/core.h>
#include <libpq-fe.h>

#include "backend/store/dialect.h"
#include "backend/store/postgres_migrations.h"
#include "backend/store/postgres_values.h"
#include "platform/log.h"

namespace smilepost::backend {
namespace {

constexpr int binary = 1;
// One migrates, or makes a day's partitions, at a time: any number, the same in each release.
constexpr std::string_view one_at_a_time = "SELECT pg_advisory_xact_lock(6008741951)";

class PostgresRow final : public Row {
 public:
  PostgresRow(const PGresult* answer, int row) : answer_(answer), row_(row) {}
  bool is_null(int column) const override { return PQgetisnull(answer_, row_, column) != 0; }
  std::int64_t integer(int column) const override {
    return is_null(column) ? 0 : postgres::integer_of(PQftype(answer_, column), blob(column));
  }
  std::string text(int column) const override {
    const Blob bytes = blob(column);
    return {bytes.begin(), bytes.end()};
  }
  Blob blob(int column) const override {
    return {reinterpret_cast<const std::uint8_t*>(PQgetvalue(answer_, row_, column)),
            static_cast<std::size_t>(PQgetlength(answer_, row_, column))};
  }

 private:
  const PGresult* answer_;
  int row_;
};

// host:port/database as libpq understood the URI.
std::string name_of(const PGconn* connection) {
  const auto or_nothing = [](const char* text) { return std::string(text ? text : ""); };
  return "postgresql://" + or_nothing(PQhost(connection)) + ":" + or_nothing(PQport(connection)) +
         "/" + or_nothing(PQdb(connection));
}

// libpq's messages end with a new line, and may have several.
std::string first_line(const char* text) {
  const std::string_view all(text == nullptr ? "" : text);
  return std::string(all.substr(0, all.find('\n')));
}

std::string_view remedy(std::string_view state) {
  if (state.empty() || state.starts_with("08") || state.starts_with("57")) {
    return "is PostgreSQL running there, and may this user use that database?";
  }
  if (state.starts_with("53")) return "make room on its disk, or allow more connections";
  if (state.starts_with("42501") || state.starts_with("28")) {
    return "let this user create tables in that database";
  }
  return "report this";
}

// unnest($1::bytea[], $2::bigint[]) AS r(c1, c2)
std::string all_rows(const Table& table) {
  std::string arrays, names;
  for (std::size_t i = 0; i < table.columns().size(); ++i) {
    const std::string number = std::to_string(i + 1);
    const char* comma = i == 0 ? "" : ", ";
    arrays.append(comma)
        .append("$" + number + "::")
        .append(postgres::array_name_of(table.columns()[i]));
    names.append(comma).append("c" + number);
  }
  return "unnest(" + arrays + ") AS r(" + names + ")";
}

}  // namespace

struct PostgresStore::Parameters {
  std::vector<postgres::Type> types;
  std::vector<std::optional<std::string>> values;

  std::string key() const {
    std::string out;
    for (const postgres::Type type : types) out += std::to_string(type) + " ";
    return out;
  }
};

void PostgresStore::Close::operator()(pg_conn* connection) const {
  PQfinish(connection);
}

void PostgresStore::Clear::operator()(pg_result* result) const {
  PQclear(result);
}

Result<std::unique_ptr<PostgresStore>> PostgresStore::open(const std::string& uri, Access access) {
  std::unique_ptr<pg_conn, Close> connection(PQconnectdb(uri.c_str()));
  const std::string name = name_of(connection.get());
  std::unique_ptr<PostgresStore> store(new PostgresStore(std::move(connection), name, access));
  if (PQstatus(store->connection_.get()) != CONNECTION_OK) return store->failure(nullptr);
  PQsetNoticeProcessor(
      store->connection_.get(), [](void*, const char*) {}, nullptr);
  const Status ready = access == Access::write ? store->migrate() : store->check_schema();
  if (!ready) return ready.error();
  return store;
}

Status PostgresStore::check_schema() {
  const auto known = read_integer(*this, "SELECT coalesce(max(version), 0) FROM smilepost_schema");
  if (!known) return known.error();
  if (*known == static_cast<std::int64_t>(postgres::migrations.size())) return Done{};
  return Error{name_ + ": has schema " + std::to_string(*known) + ", this program's is " +
               std::to_string(postgres::migrations.size()) +
               ": use the version that its backend has"};
}

// Several backends may start at once.
Status PostgresStore::migrate() {
  auto unit = Unit::begin(*this);
  if (!unit) return unit.error();
  if (auto done = script(one_at_a_time); !done) return done;
  if (auto done = script("CREATE TABLE IF NOT EXISTS smilepost_schema (version BIGINT NOT NULL)");
      !done) {
    return done;
  }
  const auto known = read_integer(*this, "SELECT coalesce(max(version), 0) FROM smilepost_schema");
  if (!known) return known.error();
  const auto newest = static_cast<std::int64_t>(postgres::migrations.size());
  if (*known > newest) {
    return Error{name_ + ": made by a newer version of this program (schema " +
                 std::to_string(*known) + ", known up to " + std::to_string(newest) +
                 "): install that version or a later one"};
  }
  for (std::int64_t number = *known + 1; number <= newest; ++number) {
    if (auto done = script(postgres::migrations[static_cast<std::size_t>(number) - 1]); !done) {
      return done;
    }
    if (auto done = run(*this, "INSERT INTO smilepost_schema VALUES (?1)", number); !done) {
      return done;
    }
  }
  return unit->commit();
}

Status PostgresStore::begin() {
  const char* const sql =
      access_ == Access::write ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    if (auto done = connect_again(); !done) return done;
  }
  Status begun = script(sql);
  // Where PostgreSQL was restarted meanwhile, only now does it show.
  if (begun || PQstatus(connection_.get()) == CONNECTION_OK) return begun;
  if (auto done = connect_again(); !done) return done;
  return script(sql);
}

Status PostgresStore::connect_again() {
  statements_.clear();
  PQreset(connection_.get());
  if (PQstatus(connection_.get()) != CONNECTION_OK) return failure(nullptr);
  platform::log_info(name_ + ": connected again");
  return Done{};
}

// Where the transaction failed before, PostgreSQL "commits" by rolling back.
Status PostgresStore::commit() {
  const Error rolled_back{name_ + ": a transaction was rolled back: report this"};
  if (PQtransactionStatus(connection_.get()) == PQTRANS_IDLE) return rolled_back;
  const Answer answer(PQexec(connection_.get(), "COMMIT"));
  if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) return failure(answer.get());
  if (std::string_view(PQcmdStatus(answer.get())) == "COMMIT") return Done{};
  return rolled_back;
}

void PostgresStore::roll_back() {
  if (PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) (void)script("ROLLBACK");
}

Status PostgresStore::script(std::string_view sql) {
  const Answer answer(PQexec(connection_.get(), std::string(sql).c_str()));
  const auto status = PQresultStatus(answer.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return Done{};
  return failure(answer.get());
}

Status PostgresStore::execute(std::string_view sql, std::span<const Value> values,
                              const ReadRow& row) {
  Parameters parameters;
  for (const Value& value : values) {
    const bool null = std::holds_alternative<std::monostate>(value);
    parameters.types.push_back(postgres::type_of(value));
    parameters.values.push_back(null ? std::nullopt : std::optional(postgres::bytes_of(value)));
  }
  return execute(with_dollar_parameters(with_word(sql, "{lock}", "FOR UPDATE")), parameters, row);
}

Status PostgresStore::execute_for(std::string_view sql, const Table& table, const ReadRow& row) {
  if (table.rows() == 0) return Done{};
  Parameters parameters;
  for (std::size_t column = 0; column < table.columns().size(); ++column) {
    parameters.types.push_back(postgres::array_type_of(table.columns()[column]));
    parameters.values.emplace_back(postgres::array_of(table, column));
  }
  const std::string whole = with_word(sql, "{rows}", all_rows(table));
  return execute(with_word(whole, "{lock}", "FOR UPDATE"), parameters, row);
}

Status PostgresStore::execute(const std::string& sql, const Parameters& parameters,
                              const ReadRow& row) {
  const auto name = prepared(sql, parameters);
  if (!name) return name.error();
  std::vector<const char*> values;
  std::vector<int> lengths;
  for (const auto& value : parameters.values) {
    values.push_back(value ? value->data() : nullptr);
    lengths.push_back(value ? static_cast<int>(value->size()) : 0);
  }
  const std::vector<int> formats(values.size(), binary);
  const Answer answer(PQexecPrepared(connection_.get(), name->c_str(),
                                     static_cast<int>(values.size()), values.data(), lengths.data(),
                                     formats.data(), binary));
  const auto status = PQresultStatus(answer.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return failure(answer.get());
  for (int i = 0; i < PQntuples(answer.get()); ++i) row(PostgresRow(answer.get(), i));
  return Done{};
}

Result<std::string> PostgresStore::prepared(const std::string& sql, const Parameters& parameters) {
  const std::string key = parameters.key() + sql;
  const auto found = statements_.find(key);
  if (found != statements_.end()) return found->second;
  std::string name = "s" + std::to_string(statements_.size());
  const Answer answer(PQprepare(connection_.get(), name.c_str(), sql.c_str(),
                                static_cast<int>(parameters.types.size()),
                                parameters.types.data()));
  if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) return failure(answer.get());
  statements_.emplace(key, name);
  return name;
}

// Beside the transactions that store: making a partition locks its table for a moment.
Status PostgresStore::make_room_for(std::int64_t day) {
  if (days_.count(day) != 0 && days_.count(day + 1) != 0) return Done{};
  auto unit = Unit::begin(*this);
  if (!unit) return unit.error();
  if (auto done = script(one_at_a_time); !done) return done;
  for (const std::int64_t one : {day, day + 1}) {
    for (const char* table : {"record", "visit"}) {
      Status made = script(fmt::format(
          "CREATE TABLE IF NOT EXISTS {0}_day_{1} PARTITION OF {0} FOR VALUES FROM ({1}) TO ({2})",
          table, one, one + 1));
      if (!made) return made;
    }
  }
  if (auto done = unit->commit(); !done) return done;
  days_ = {day, day + 1};
  return Done{};
}

Result<std::string> PostgresStore::version() {
  std::string version;
  const auto found = read_one(*this, "SELECT pg_current_snapshot()::text",
                              [&](const Row& row) { version = row.text(0); });
  if (!found) return found.error();
  return version;
}

Error PostgresStore::failure(pg_result* answer) const {
  const char* state = answer == nullptr ? nullptr : PQresultErrorField(answer, PG_DIAG_SQLSTATE);
  const char* primary =
      answer == nullptr ? nullptr : PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY);
  const std::string text = primary ? primary : first_line(PQerrorMessage(connection_.get()));
  return Error{name_ + ": " + text + (state ? " (" + std::string(state) + ")" : "") + ": " +
               std::string(remedy(state ? state : ""))};
}

}  // namespace smilepost::backend
