// SQLite, with owners instead of pointers and Results instead of codes. One thread a Database.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace smilepost::platform {

// What a connection and its statements share.
struct Connection {
  std::string file;
  int last_failure = 0;  // SQLite's extended code
};

// A prepared statement. Parameters count from 1, columns from 0, as in SQLite. Must not outlive
// its Database. What could not be bound shows at the next step.
class Statement {
 public:
  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, std::string_view text);
  Statement& bind(int parameter, std::span<const std::uint8_t> blob);
  Statement& bind_null(int parameter);
  // Null where there is nothing.
  template <class T>
  Statement& bind(int parameter, const std::optional<T>& value) {
    return value ? bind(parameter, *value) : bind_null(parameter);
  }

  // True: a row is there to be read. False: done. After an Error: reset.
  Result<bool> step();
  // For statements that yield nothing: steps to the end and resets, bindings cleared.
  Status run();
  // Ready for another run; bindings are cleared.
  void reset();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string text(int column) const;
  // Valid until the next step or reset.
  std::span<const std::uint8_t> blob(int column) const;

 private:
  friend class Database;
  struct Finalise {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(sqlite3_stmt* statement, std::shared_ptr<Connection> connection)
      : statement_(statement), connection_(std::move(connection)) {}

  std::unique_ptr<sqlite3_stmt, Finalise> statement_;
  std::shared_ptr<Connection> connection_;
  int bind_code_ = 0;
};

enum class DatabaseMode { read_only, read_write, create };

struct DatabaseOptions {
  DatabaseMode mode = DatabaseMode::create;
  int busy_timeout_ms = 5'000;
  // Off: a torn write of the next frame may take the last acknowledged one along. Costs a frame of
  // padding a commit where it is off; see "powersafe overwrite" in SQLite's documentation.
  bool powersafe_overwrite = false;
  // Nobody writes the file while it is open: it is read without a lock or a log.
  bool immutable = false;
  std::string vfs{};  // which disk; empty: the machine's own
};

// One connection. Every Error names the file and says what to do.
class Database {
 public:
  // Reads the file's first bytes. `damaged`: whether that failed, as in damaged() below.
  static Result<Database> open(const std::filesystem::path& file, const DatabaseOptions& options,
                               bool* damaged = nullptr);

  // One or more statements whose rows, if any, are dropped.
  Status execute(std::string_view sql);
  Result<Statement> prepare(std::string_view sql);
  // The first column of the first row; an Error where there is no row.
  Result<std::int64_t> integer(std::string_view sql);

  // Moves the write-ahead log into the file, as much of it as no reader still needs. Given some
  // time it waits that long for readers, so that the log begins anew; that some are left is no
  // Error.
  Status checkpoint(std::chrono::milliseconds wait = {});

  std::int64_t changes() const;  // rows that the last insert, update or delete touched
  // The same, of all statements since it was opened, rolled back or not.
  std::int64_t total_changes() const;
  bool in_transaction() const;
  // Forgets the last Error, for the questions below.
  void clear_failure() { connection_->last_failure = 0; }
  // Whether the last Error said that the file is not a database, a damaged one, or that the disk
  // does not give back what was written to it.
  bool damaged() const;
  // Whether the last Error said that a write or a sync failed: what reached the disk is not known,
  // and after a failed fsync Linux takes the pages for clean, so that reading back proves nothing.
  bool unsure() const;
  // Whether it said that the disk is full.
  bool full() const;
  // Whether closing it leaves the write-ahead log as it is, beside the file; off at first.
  void keep_log_on_close(bool keep);
  const std::string& file() const { return connection_->file; }

 private:
  friend class Transaction;
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  Database(sqlite3* handle, std::shared_ptr<Connection> connection)
      : handle_(handle), connection_(std::move(connection)) {}

  std::unique_ptr<sqlite3, Close> handle_;
  std::shared_ptr<Connection> connection_;
  int busy_timeout_ms_ = 0;
};

// Rolls back unless committed. Begins IMMEDIATE: the lock is taken, or refused, at once.
// Must not outlive its Database, which must not be moved meanwhile.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  // After an Error everything was rolled back.
  Status commit();
  void roll_back();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;  // null: committed, rolled back or moved from
};

}  // namespace smilepost::platform
