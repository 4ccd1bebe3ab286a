// The organisation's bundle (FORMAT.md, "Bundle"): handed in by the owner, handed out sealed to
// each kiosk: several may be here, each for the groups that it is assigned to. Versions are of the
// whole organisation and only go up, so that each kiosk takes what it is given. This program can
// sign none, and looks into it only as far as it must.
#pragma once

#include <map>

#include "backend/archive.h"
#include "backend/fleet/decisions.h"
#include "platform/clock.h"
#include "record/record.h"

namespace smilepost::backend {

class Bundles {
 public:
  Bundles(Archive& archive, const platform::Clock& clock) : archive_(archive), clock_(clock) {}

  // PUT /admin/v1/bundle with the signed bundle; Smilepost-Organisation-Key, in hexadecimal, says
  // whose it must be. The first one needs it; after that it stays pinned until another is named.
  // Smilepost-Group names the group that gets it, percent-encoded; none: everybody; "-": none yet.
  //   200  what was done, in one line
  //   404  there is no such group
  //   409  its version is not above all that were here, or a kiosk would refuse it
  //   422  it is no bundle, is not signed with that key, or no key was ever named
  Result<Response> put(const Request& request);

  // GET /v1/bundle (FORMAT.md, "Wire"), for several requests at once.
  Result<std::vector<Response>> hand_out(const std::vector<const Request*>& requests);

 private:
  struct Kept;
  struct Due;
  Result<std::optional<Kept>> read_newest();
  Result<Response> keep(const record::PublicKey& key, std::uint64_t version,
                        const Request& request);
  Result<Response> take_back(std::uint64_t version, const Decision& refusal);
  Result<std::optional<Due>> due_to(const record::KioskId& kiosk);
  Result<record::Bytes> read_cose(std::uint64_t version);
  Result<Response> hand_to(const record::KioskId& kiosk, const Request& request,
                           std::map<std::uint64_t, record::Bytes>& kept);
  Status note(const record::KioskId& kiosk, std::uint64_t version);

  Archive& archive_;
  const platform::Clock& clock_;
};

}  // namespace smilepost::backend
