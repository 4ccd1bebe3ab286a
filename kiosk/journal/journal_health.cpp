#include "kiosk/journal/journal_health.h"

#include "kiosk/journal/journal_salvage.h"

namespace smilepost::kiosk {

using record::Health;

record::HealthFigures health_of(const JournalPlace& place, std::uint64_t failed_writes) {
  record::HealthFigures health{{Health::failed_writes, failed_writes}};
  if (const auto bytes = place.disk->free_bytes(place.folder)) health[Health::free_bytes] = *bytes;
  const auto file = place.disk->size(place.file());
  const auto log = place.disk->size(place.file(log_file));
  if (file) health[Health::journal_bytes] = *file + (log ? *log : 0);
  if (const auto damaged = files_to_salvage(place)) health[Health::damaged_files] = *damaged;
  return health;
}

}  // namespace smilepost::kiosk
