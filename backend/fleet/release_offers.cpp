#include "backend/fleet/release_offers.h"

namespace smilepost::backend {
namespace {

Result<Ring> ring_of(Store& store, const record::KioskId& kiosk) {
  Ring ring = Ring::everybody;
  const auto read = read_one(
      store,
      "SELECT g.ring FROM group_member m JOIN kiosk_group g ON g.name = m.group_name "
      "WHERE m.kiosk = ?1",
      [&](const Row& row) { ring = ring_named(row.text(0)).value_or(Ring::everybody); }, kiosk);
  if (!read) return read.error();
  if (*read) return ring;
  const auto common =
      read_one(store, "SELECT ring FROM kiosk_group WHERE name = 'everybody'",
               [&](const Row& row) { ring = ring_named(row.text(0)).value_or(Ring::everybody); });
  if (!common) return common.error();
  return ring;
}

record::ReleaseOffer told(const ReleaseOffer& offer) {
  record::ReleaseOffer said;
  said.version = offer.version;
  said.size = offer.size;
  said.sha256 = offer.sha256;
  said.path = offer.path;
  if (!offer.floor.empty()) said.floor = offer.floor;
  return said;
}

}  // namespace

OfferRelease offers_of(Releases& releases) {
  return [&releases](
             Store& store,
             const record::StatusReport& report) -> Result<std::optional<record::ReleaseOffer>> {
    // One that runs on no image of ours can take none.
    if (!report.program.image_version) return std::optional<record::ReleaseOffer>();
    const auto ring = ring_of(store, report.kiosk);
    if (!ring) return ring.error();
    const auto offer = releases.hear(report.kiosk, *ring, *report.program.image_version,
                                     report.program.update.value_or(""));
    if (!offer) return offer.error();
    if (!*offer) return std::optional<record::ReleaseOffer>();
    return std::optional<record::ReleaseOffer>(told(**offer));
  };
}

}  // namespace smilepost::backend
