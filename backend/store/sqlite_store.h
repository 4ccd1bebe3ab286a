// One SQLite file: what a backend uses where nothing else is said.
#pragma once

#include <map>

#include "backend/store/store.h"
#include "platform/sqlite.h"

namespace smilepost::backend {

class SqliteStore final : public Store {
 public:
  static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& file,
                                                   Access access = Access::write);

  // A whole copy, durable when it returns; whoever writes meanwhile may go on.
  static Status copy(const std::filesystem::path& from, const std::filesystem::path& to);

  Status begin() override;
  Status commit() override;
  void roll_back() override;
  Status script(std::string_view sql) override;
  Status execute(std::string_view sql, std::span<const Value> values, const ReadRow& row) override;
  Status execute_for(std::string_view sql, const Table& table, const ReadRow& row) override;
  Status make_room_for(std::int64_t day) override;
  Result<std::string> version() override;

 private:
  SqliteStore(platform::Database database, Access access)
      : database_(std::move(database)), access_(access) {}
  static Status prepare(platform::Database& database, Access access);
  Result<platform::Statement*> prepared(std::string_view sql, std::size_t columns);

  platform::Database database_;
  Access access_;
  std::map<std::string, platform::Statement, std::less<>> statements_;
  std::uint64_t rolled_back_ = 0;  // whatever was read in these transactions is not there
};

}  // namespace smilepost::backend
