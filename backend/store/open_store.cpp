#include "backend/store/open_store.h"

#include "backend/store/postgres_store.h"
#include "backend/store/sqlite_store.h"

namespace smilepost::backend {

template <class Kind>
static Result<std::unique_ptr<Store>> open_as(const std::string& database, Access access) {
  auto store = Kind::open(database, access);
  if (!store) return store.error();
  return std::unique_ptr<Store>(*std::move(store));
}

bool is_postgres(const std::string& database) {
  return database.starts_with("postgresql://") || database.starts_with("postgres://");
}

Result<std::unique_ptr<Store>> open_store(const std::string& database, Access access) {
  return is_postgres(database) ? open_as<PostgresStore>(database, access)
                               : open_as<SqliteStore>(database, access);
}

}  // namespace smilepost::backend
