// Brings a database to this program's schema by numbered migrations, and refuses files it should
// not touch.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "platform/sqlite.h"

namespace smilepost::platform {

// migrations[0] is 0001.sql. Each runs once, in order, in one transaction with PRAGMA user_version,
// which counts those done. An Error for a file of a newer version of ours, or of another program
// (by PRAGMA application_id).
Status migrate(Database& database, std::span<const std::string_view> migrations,
               std::int32_t application_id);

}  // namespace smilepost::platform
