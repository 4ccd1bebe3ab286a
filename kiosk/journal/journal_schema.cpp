#include "kiosk/journal/journal_schema.h"

#include "journal_migrations.h"
#include "platform/schema.h"

namespace smilepost::kiosk {
namespace {

constexpr std::int32_t application_id = 0x536d504a;  // "SmPJ"

}  // namespace

Status migrate_journal(platform::Database& database) {
  return platform::migrate(database, migrations, application_id);
}

Status check_journal(platform::Database& database) {
  const auto found = database.integer("PRAGMA application_id");
  if (!found) return found.error();
  if (*found != application_id) {
    return Error{database.file() + ": not a journal: name the folder of a kiosk's state"};
  }
  return platform::check_schema(database, migrations.size());
}

}  // namespace smilepost::kiosk
