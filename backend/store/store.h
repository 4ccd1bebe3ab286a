// Where the backend keeps its rows: SQLite or PostgreSQL. One connection, one thread.
//
// One SQL for both. Parameters are ?1, ?2, …; integers are 64 bits wide, times are milliseconds,
// and sums are cast back to BIGINT. Two words are replaced:
//   {rows}  a Table's rows as a relation r with the columns c1, c2, …
//   {lock}  "FOR UPDATE" where several connections may write; in SQLite there is one writer
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "platform/result.h"

namespace smilepost::backend {

using Blob = std::span<const std::uint8_t>;

// A parameter; null where there is nothing. Text and blobs must live until the statement is done.
using Value = std::variant<std::monostate, std::int64_t, std::string_view, Blob>;

enum class Column : std::uint8_t { integer, text, blob };

// Parameters for a statement that runs for each of many rows.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  template <class... Values>
  void add(const Values&... values);

  const std::vector<Column>& columns() const { return columns_; }
  std::size_t rows() const { return values_.size() / columns_.size(); }
  const Value& at(std::size_t row, std::size_t column) const {
    return values_[row * columns_.size() + column];
  }

 private:
  std::vector<Column> columns_;
  std::vector<Value> values_;
};

// A row of an answer, columns from 0. What it shows is valid only while it is read.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;  // 0 and 1 for a truth value
  virtual std::string text(int column) const = 0;
  virtual Blob blob(int column) const = 0;
};
using ReadRow = std::function<void(const Row&)>;

// Who only reads changes nothing, not even an older schema, and sees in one transaction what was
// there when it began.
enum class Access : std::uint8_t { write, read };

class Store {
 public:
  virtual ~Store() = default;

  // After an Error in a transaction only roll_back() is left to do.
  virtual Status begin() = 0;
  // Durable when it returns. After an Error nothing is kept, or, where the connection broke just
  // then, it is not known: whoever asked must ask again, and find what is there.
  virtual Status commit() = 0;
  virtual void roll_back() = 0;

  // Statements without parameters or rows, one after the other.
  virtual Status script(std::string_view sql) = 0;
  // One statement. `row` must not use the store.
  virtual Status execute(std::string_view sql, std::span<const Value> values,
                         const ReadRow& row) = 0;
  // One statement for all of a table's rows, in no particular order.
  virtual Status execute_for(std::string_view sql, const Table& table, const ReadRow& row) = 0;

  // Rows that come in on this day (days since 1970, UTC) may be kept from now on.
  virtual Status make_room_for(std::int64_t day) = 0;
  // What was read holds as long as this stays the same.
  virtual Result<std::string> version() = 0;
};

// A transaction that is rolled back unless it is committed. Must not outlive its store.
class Unit {
 public:
  static Result<Unit> begin(Store& store);
  Unit(Unit&& other) noexcept : store_(std::exchange(other.store_, nullptr)) {}
  Unit& operator=(Unit&&) = delete;
  ~Unit();
  Status commit();

 private:
  explicit Unit(Store& store) : store_(&store) {}
  Store* store_;  // null: committed or moved from
};

// Short forms.

inline Value to_value(const Value& value) {
  return value;
}
template <class T>
Value to_value(const T& value) {
  if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
    return static_cast<std::int64_t>(value);
  } else if constexpr (std::is_convertible_v<T, std::string_view>) {
    return std::string_view(value);
  } else {
    return Blob(value);
  }
}
template <class T>
Value to_value(const std::optional<T>& value) {
  return value ? to_value(*value) : Value();
}

template <class... Values>
void Table::add(const Values&... values) {
  (values_.push_back(to_value(values)), ...);
}

template <class... Values>
Status run(Store& store, std::string_view sql, const Values&... values) {
  const std::vector<Value> parameters{to_value(values)...};
  return store.execute(sql, parameters, [](const Row&) {});
}

// `row` is called for each row.
template <class... Values>
Status read(Store& store, std::string_view sql, const ReadRow& row, const Values&... values) {
  const std::vector<Value> parameters{to_value(values)...};
  return store.execute(sql, parameters, row);
}

// For all of a table's rows.
inline Status run_for(Store& store, std::string_view sql, const Table& table) {
  return store.execute_for(sql, table, [](const Row&) {});
}

// True: there was a row. For statements that yield one at most.
template <class... Values>
Result<bool> read_one(Store& store, std::string_view sql, const ReadRow& row,
                      const Values&... values) {
  bool found = false;
  const Status done = read(
      store, sql,
      [&](const Row& it) {
        found = true;
        row(it);
      },
      values...);
  if (!done) return done.error();
  return found;
}

// As every database's text can hold it: a zero byte becomes its picture. The signed bytes keep it.
std::string storable(std::string text);

// The first column of the one row there is.
template <class... Values>
Result<std::int64_t> read_integer(Store& store, std::string_view sql, const Values&... values) {
  std::int64_t value = 0;
  const auto found = read_one(
      store, sql, [&](const Row& row) { value = row.integer(0); }, values...);
  if (!found) return found.error();
  if (!*found) return Error{"a query found nothing: report this: " + std::string(sql)};
  return value;
}

template <std::size_t size>
std::array<std::uint8_t, size> array_at(const Row& row, int column) {
  std::array<std::uint8_t, size> out{};
  const Blob blob = row.blob(column);
  std::copy_n(blob.begin(), std::min(blob.size(), size), out.begin());
  return out;
}

// 0 where there is nothing.
inline std::uint64_t natural_at(const Row& row, int column) {
  return static_cast<std::uint64_t>(row.integer(column));
}

inline std::optional<std::int64_t> integer_at(const Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

}  // namespace smilepost::backend
