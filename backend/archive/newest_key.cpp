#include "backend/archive/newest_key.h"

namespace smilepost::backend {

Result<std::optional<record::PublicKey>> newest_key(Store& store, const record::KioskId& kiosk) {
  std::optional<record::PublicKey> key;
  const auto found = read_one(
      store,
      "SELECT coalesce((SELECT public_key FROM chain WHERE kiosk = ?1 AND branch = 0 ORDER BY "
      "closed, coalesce(opened_ms, 0) DESC, epoch LIMIT 1), first_key) FROM kiosk WHERE kiosk = ?1",
      [&](const Row& row) { key = array_at<32>(row, 0); }, kiosk);
  if (!found) return found.error();
  return key;
}

}  // namespace smilepost::backend
