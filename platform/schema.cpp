#include "platform/schema.h"

#include <string>

namespace smilepost::platform {
namespace {

Status check_application(Database& database, std::int64_t version, std::int32_t application_id) {
  const auto found = database.integer("PRAGMA application_id");
  if (!found) return found.error();
  if (*found == application_id) return Done{};
  const auto tables = database.integer("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.error();
  if (*found == 0 && version == 0 && *tables == 0) return Done{};
  return Error{database.file() +
               ": another program's database: name another folder, or move the file aside"};
}

Status run_migration(Database& database, std::string_view sql, std::size_t number,
                     std::int32_t application_id) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  for (const std::string& step :
       {std::string(sql), "PRAGMA application_id = " + std::to_string(application_id),
        "PRAGMA user_version = " + std::to_string(number)}) {
    if (auto done = database.execute(step); !done) return done;
  }
  return transaction->commit();
}

}  // namespace

Status migrate(Database& database, std::span<const std::string_view> migrations,
               std::int32_t application_id) {
  const auto version = database.integer("PRAGMA user_version");
  if (!version) return version.error();
  if (auto ours = check_application(database, *version, application_id); !ours) return ours;
  if (*version < 0 || static_cast<std::size_t>(*version) > migrations.size()) {
    return Error{database.file() + ": written by a newer version of this program (schema " +
                 std::to_string(*version) + ", known up to " + std::to_string(migrations.size()) +
                 "): install that version or a later one"};
  }
  for (auto i = static_cast<std::size_t>(*version); i < migrations.size(); ++i) {
    if (auto done = run_migration(database, migrations[i], i + 1, application_id); !done) {
      return done;
    }
  }
  return Done{};
}

}  // namespace smilepost::platform
