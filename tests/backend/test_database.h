// Where the backend's tests keep what they store: a file each, or, where SMILEPOST_TEST_DATABASE
// names a PostgreSQL server, a schema each. One suite, two databases.
#pragma once

#include <filesystem>
#include <string>

namespace smilepost::backend::test {

// The same folder is the same database.
std::string database_in(const std::filesystem::path& folder);

// What is in this database is gone.
void empty_database_in(const std::filesystem::path& folder);

}  // namespace smilepost::backend::test
