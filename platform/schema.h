// Brings a database to this program's schema by numbered migrations, and refuses files it should
// not touch.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "platform/sqlite.h"

namespace smilepost::platform {

// Which programs may open a file is for the file to say: a table `schema_reader` with one row and
// the column `oldest`, the number of migrations that a program must know. It rises one release
// after the migration that needs it, so that a release always opens what the next one left (A/B
// updates go back). Without such a table a file is for programs that know all of its migrations.

// migrations[0] is 0001.sql. Each runs once, in order, in one transaction with PRAGMA user_version,
// which counts those done. An Error for a file that a newer version of ours keeps from this one, or
// of another program (by PRAGMA application_id). Nothing is ever undone.
Status migrate(Database& database, std::span<const std::string_view> migrations,
               std::int32_t application_id);

// For those who only read: whether a program that knows that many migrations may.
Status check_schema(Database& database, std::size_t known);

}  // namespace smilepost::platform
