// Short forms for one statement at a time over platform::Database.
#pragma once

#include <optional>
#include <string_view>
#include <type_traits>

#include "platform/sqlite.h"

namespace smilepost::backend {

template <class Value>
decltype(auto) to_sql(const Value& value) {
  if constexpr (std::is_integral_v<Value>) {
    return static_cast<std::int64_t>(value);
  } else {
    return (value);
  }
}

// The statement with its parameters bound in order.
template <class... Values>
Result<platform::Statement> query(platform::Database& database, std::string_view sql,
                                  const Values&... values) {
  auto statement = database.prepare(sql);
  if (!statement) return statement.error();
  int parameter = 0;
  (statement->bind(++parameter, to_sql(values)), ...);
  return statement;
}

template <class... Values>
Status run(platform::Database& database, std::string_view sql, const Values&... values) {
  auto statement = query(database, sql, values...);
  if (!statement) return statement.error();
  return statement->run();
}

// The first row, or nothing.
template <class... Values>
Result<std::optional<platform::Statement>> first_row(platform::Database& database,
                                                     std::string_view sql,
                                                     const Values&... values) {
  auto statement = query(database, sql, values...);
  if (!statement) return statement.error();
  const auto there = statement->step();
  if (!there) return there.error();
  if (!*there) return std::optional<platform::Statement>();
  return std::optional<platform::Statement>(*std::move(statement));
}

// Calls `row` for each row.
template <class Row>
Status each_row(platform::Statement& statement, Row row) {
  for (;;) {
    const auto there = statement.step();
    if (!there) return there.error();
    if (!*there) return Done{};
    row(statement);
  }
}

}  // namespace smilepost::backend
