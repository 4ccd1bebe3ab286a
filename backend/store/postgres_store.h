// A PostgreSQL database (15 or later), shared by as many backends as there are. libpq.
#pragma once

#include <map>
#include <set>

#include "backend/store/store.h"

struct pg_conn;
struct pg_result;

namespace smilepost::backend {

class PostgresStore final : public Store {
 public:
  // postgresql://[user@]host[:port]/database; a password comes from PGPASSFILE or the URI. A
  // connection that breaks later is made anew at begin().
  static Result<std::unique_ptr<PostgresStore>> open(const std::string& uri,
                                                     Access access = Access::write);

  Status begin() override;
  Status commit() override;
  void roll_back() override;
  Status script(std::string_view sql) override;
  Status execute(std::string_view sql, std::span<const Value> values, const ReadRow& row) override;
  Status execute_for(std::string_view sql, const Table& table, const ReadRow& row) override;
  Status make_room_for(std::int64_t day) override;
  Result<std::string> version() override;

 private:
  struct Close {
    void operator()(pg_conn* connection) const;
  };
  struct Clear {
    void operator()(pg_result* result) const;
  };
  using Answer = std::unique_ptr<pg_result, Clear>;
  struct Parameters;

  PostgresStore(std::unique_ptr<pg_conn, Close> connection, std::string name, Access access)
      : connection_(std::move(connection)), name_(std::move(name)), access_(access) {}
  Status migrate();
  Status check_schema();
  Status connect_again();
  Result<std::string> prepared(const std::string& sql, const Parameters& parameters);
  Status execute(const std::string& sql, const Parameters& parameters, const ReadRow& row);
  Error failure(pg_result* answer) const;

  std::unique_ptr<pg_conn, Close> connection_;
  std::string name_;  // for messages: without a password
  Access access_;
  std::map<std::string, std::string> statements_;  // SQL and its parameters' types → name
  std::set<std::int64_t> days_;                    // partitions that are there
};

}  // namespace smilepost::backend
