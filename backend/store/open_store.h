// Whichever of the two databases a name stands for.
#pragma once

#include <memory>
#include <string>

#include "backend/store/store.h"

namespace smilepost::backend {

// postgresql://… ; anything else is a SQLite file's path.
bool is_postgres(const std::string& database);

// To write, it is made where there is none, and brought to this program's schema.
Result<std::unique_ptr<Store>> open_store(const std::string& database, Access access);

}  // namespace smilepost::backend
