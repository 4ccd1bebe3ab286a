#include "test_database.h"

#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>

namespace smilepost::backend::test {
namespace {

struct Close {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};

void execute(const std::string& server, const std::string& sql) {
  const std::unique_ptr<PGconn, Close> connection(PQconnectdb(server.c_str()));
  const std::unique_ptr<PGresult, Clear> result(PQexec(connection.get(), sql.c_str()));
  if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) return;
  std::fprintf(stderr, "SMILEPOST_TEST_DATABASE %s: %s\n", server.c_str(),
               PQerrorMessage(connection.get()));
  std::abort();
}

std::string schema_of(const std::filesystem::path& folder) {
  return "test_" + std::to_string(std::hash<std::string>()(folder.string()));
}

}  // namespace

std::string database_in(const std::filesystem::path& folder) {
  const char* server = std::getenv("SMILEPOST_TEST_DATABASE");
  if (server == nullptr) return (folder / "archive.sqlite").string();
  execute(server,
          "SET client_min_messages = warning; CREATE SCHEMA IF NOT EXISTS " + schema_of(folder));
  return std::string(server) + "&options=-csearch_path%3D" + schema_of(folder);
}

void empty_database_in(const std::filesystem::path& folder) {
  const char* server = std::getenv("SMILEPOST_TEST_DATABASE");
  if (server == nullptr) {
    for (const char* end : {"", "-wal", "-shm"}) {
      std::filesystem::remove(folder / ("archive.sqlite" + std::string(end)));
    }
    return;
  }
  execute(server, "SET client_min_messages = warning; DROP SCHEMA IF EXISTS " + schema_of(folder) +
                      " CASCADE");
}

}  // namespace smilepost::backend::test
