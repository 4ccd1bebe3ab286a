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

// How many migrations a program must know to open the file.
Result<std::int64_t> oldest_reader(Database& database, std::int64_t version) {
  const auto table =
      database.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'schema_reader'");
  if (!table) return table.error();
  if (*table == 0) return version;
  return database.integer("SELECT oldest FROM schema_reader");
}

// The file's version, if a program that knows `known` migrations may open it.
Result<std::int64_t> readable_version(Database& database, std::size_t known) {
  auto version = database.integer("PRAGMA user_version");
  if (!version) return version;
  auto oldest = oldest_reader(database, *version);
  if (!oldest) return oldest;
  const auto limit = static_cast<std::int64_t>(known);
  if (*version >= 0 && (*version <= limit || *oldest <= limit)) return version;
  return Error{database.file() + ": written by a newer version of this program (schema " +
               std::to_string(*version) + ", readable from " + std::to_string(*oldest) +
               " on, known up to " + std::to_string(known) +
               "): install that version or a later one"};
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
  if (const auto readable = readable_version(database, migrations.size()); !readable) {
    return readable.error();
  }
  for (auto i = static_cast<std::size_t>(*version); i < migrations.size(); ++i) {
    if (auto done = run_migration(database, migrations[i], i + 1, application_id); !done) {
      return done;
    }
  }
  return Done{};
}

Status check_schema(Database& database, std::size_t known) {
  const auto version = readable_version(database, known);
  if (!version) return version.error();
  if (*version >= static_cast<std::int64_t>(known)) return Done{};
  return Error{database.file() + ": written by an older version of this program (schema " +
               std::to_string(*version) + "): open it once with the program that writes it"};
}

}  // namespace smilepost::platform
