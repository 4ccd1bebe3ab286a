#include "platform/sqlite.h"

#include <sqlite3.h>

#include <array>
#include <cassert>

namespace smilepost::platform {
namespace {

std::string_view remedy(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return "make room on that disk";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another program is using it; stop that one";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "move the file aside, with its -wal and -shm, and start again";
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
      return "check that the folder exists and that this user may write there";
    case SQLITE_IOERR:
      return "check the disk and the system's log";
    default:
      return "report this";
  }
}

Error failure(Connection& connection, int code, std::string_view text) {
  connection.last_failure = code;
  return Error{connection.file + ": " + std::string(text) + " (SQLite " + std::to_string(code) +
               "): " + std::string(remedy(code))};
}

// As a URI's path: RFC 3986's unreserved characters and the slash stay.
std::string percent_encoded(const std::string& path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string out;
  for (const char c : path) {
    if (plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
  }
  return out;
}

int open_flags(DatabaseMode mode) {
  constexpr int common = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (mode) {
    case DatabaseMode::read_only:
      return common | SQLITE_OPEN_READONLY;
    case DatabaseMode::read_write:
      return common | SQLITE_OPEN_READWRITE;
    case DatabaseMode::create:
      return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  }
  std::abort();
}

}  // namespace

void Statement::Finalise::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement& Statement::bind(int parameter, std::int64_t value) {
  const int code = sqlite3_bind_int64(statement_.get(), parameter, value);
  if (code != SQLITE_OK) bind_code_ = code;
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
  const int code = sqlite3_bind_text64(statement_.get(), parameter, text.data(), text.size(),
                                       SQLITE_TRANSIENT, SQLITE_UTF8);
  if (code != SQLITE_OK) bind_code_ = code;
  return *this;
}

Statement& Statement::bind(int parameter, std::span<const std::uint8_t> blob) {
  // A null pointer would bind NULL instead of an empty blob.
  const void* data = blob.empty() ? "" : static_cast<const void*>(blob.data());
  const int code =
      sqlite3_bind_blob64(statement_.get(), parameter, data, blob.size(), SQLITE_TRANSIENT);
  if (code != SQLITE_OK) bind_code_ = code;
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  const int code = sqlite3_bind_null(statement_.get(), parameter);
  if (code != SQLITE_OK) bind_code_ = code;
  return *this;
}

Result<bool> Statement::step() {
  if (bind_code_ != SQLITE_OK) {
    const int code = bind_code_;
    reset();
    return failure(*connection_, code, sqlite3_errstr(code));
  }
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  Error error = failure(*connection_, code, sqlite3_errmsg(sqlite3_db_handle(statement_.get())));
  reset();
  return error;
}

Status Statement::run() {
  for (;;) {
    const auto row = step();
    if (!row) return row.error();
    if (!*row) break;
  }
  reset();
  return Done{};
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
  bind_code_ = SQLITE_OK;
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
  const auto view = blob(column);
  return {view.begin(), view.end()};
}

std::span<const std::uint8_t> Statement::blob(int column) const {
  const void* data = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return {static_cast<const std::uint8_t*>(data), static_cast<std::size_t>(size)};
}

void Database::Close::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}

Result<Database> Database::open(const std::filesystem::path& file, const DatabaseOptions& options,
                                bool* damaged) {
  const std::string uri = "file:" + percent_encoded(std::filesystem::absolute(file).string()) +
                          "?psow=" + (options.powersafe_overwrite ? "1" : "0") +
                          (options.immutable ? "&immutable=1" : "");
  sqlite3* handle = nullptr;
  const char* vfs = options.vfs.empty() ? nullptr : options.vfs.c_str();
  const int code = sqlite3_open_v2(uri.c_str(), &handle, open_flags(options.mode), vfs);
  Database database(handle, std::make_shared<Connection>(Connection{file.string()}));
  if (code != SQLITE_OK) {
    Error error = failure(*database.connection_, code, sqlite3_errstr(code));
    if (damaged != nullptr) *damaged = database.damaged();
    return error;
  }
  database.busy_timeout_ms_ = options.busy_timeout_ms;
  sqlite3_busy_timeout(handle, options.busy_timeout_ms);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  return database;
}

Status Database::execute(std::string_view sql) {
  const int code = sqlite3_exec(handle_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failure(*connection_, code, sqlite3_errmsg(handle_.get()));
  return Done{};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return failure(*connection_, code, sqlite3_errmsg(handle_.get()));
  assert(statement != nullptr && "a statement, not a comment");
  return Statement(statement, connection_);
}

Result<std::int64_t> Database::integer(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) return statement.error();
  const auto row = statement->step();
  if (!row) return row.error();
  if (!*row) return Error{file() + ": a query found nothing: report this"};
  return statement->integer(0);
}

Status Database::checkpoint(std::chrono::milliseconds wait) {
  const int mode = wait.count() > 0 ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
  sqlite3_busy_timeout(handle_.get(), static_cast<int>(wait.count()));
  const int code = sqlite3_wal_checkpoint_v2(handle_.get(), "main", mode, nullptr, nullptr);
  sqlite3_busy_timeout(handle_.get(), busy_timeout_ms_);
  if (code == SQLITE_OK || code == SQLITE_BUSY) return Done{};
  return failure(*connection_, code, sqlite3_errmsg(handle_.get()));
}

std::int64_t Database::changes() const {
  return sqlite3_changes64(handle_.get());
}

std::int64_t Database::total_changes() const {
  return sqlite3_total_changes64(handle_.get());
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(handle_.get()) == 0;
}

bool Database::damaged() const {
  switch (connection_->last_failure) {
    case SQLITE_IOERR_READ:
    case SQLITE_IOERR_SHORT_READ:
    case SQLITE_IOERR_DATA:
    case SQLITE_IOERR_CORRUPTFS:
      return true;
    default:
      break;
  }
  const int code = connection_->last_failure & 0xff;
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

bool Database::unsure() const {
  switch (connection_->last_failure) {
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
    case SQLITE_IOERR_TRUNCATE:
    case SQLITE_IOERR_CLOSE:
    case SQLITE_IOERR_DELETE:
      return true;
    default:
      return false;
  }
}

bool Database::full() const {
  return (connection_->last_failure & 0xff) == SQLITE_FULL;
}

void Database::keep_log_on_close(bool keep) {
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, nullptr);
}

Result<Transaction> Transaction::begin(Database& database) {
  const auto begun = database.execute("BEGIN IMMEDIATE");
  if (!begun) return begun.error();
  return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  roll_back();
}

Status Transaction::commit() {
  assert(database_ != nullptr);
  auto committed = database_->execute("COMMIT");
  if (committed) {
    database_ = nullptr;
  } else {
    roll_back();
  }
  return committed;
}

void Transaction::roll_back() {
  Database* database = std::exchange(database_, nullptr);
  // Some errors have rolled back by themselves; a rollback that fails leaves nothing kept either.
  if (database != nullptr && database->in_transaction()) {
    (void)sqlite3_exec(database->handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

}  // namespace smilepost::platform
