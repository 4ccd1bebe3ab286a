#include "backend/fleet/reporter.h"

#include "backend/problem.h"

namespace smilepost::backend {

Result<std::variant<record::PublicKey, Response>> key_of_reporter(Store& store,
                                                                  const record::KioskId& kiosk,
                                                                  record::Epoch epoch) {
  using KeyOrRefusal = std::variant<record::PublicKey, Response>;
  bool revoked = false;
  record::PublicKey key{};
  const auto known = read_one(
      store,
      "SELECT k.revoked_ms, coalesce(c.public_key, k.first_key) FROM kiosk k LEFT JOIN chain c ON "
      "c.kiosk = k.kiosk AND c.epoch = ?2 AND c.branch = 0 AND c.closed = 0 WHERE k.kiosk = ?1",
      [&](const Row& row) {
        revoked = !row.is_null(0);
        key = array_at<32>(row, 1);
      },
      kiosk, epoch);
  if (!known) return known.error();
  if (!*known) return KeyOrRefusal(problem(403, "no kiosk of this number is enrolled here"));
  if (revoked) return KeyOrRefusal(problem(403, "this kiosk is revoked"));
  const auto ended = read_integer(
      store,
      "SELECT count(*) FROM chain WHERE kiosk = ?1 AND epoch = ?2 AND closed = 1 AND branch = 0",
      kiosk, epoch);
  if (!ended) return ended.error();
  return *ended == 0 ? KeyOrRefusal(key) : KeyOrRefusal(not_signed_by_reporter());
}

Response not_signed_by_reporter() {
  return problem(403, "this is not signed with the key of an epoch that goes on here");
}

}  // namespace smilepost::backend
