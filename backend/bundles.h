// The organisation's bundle (FORMAT.md, "Bundle"): handed in by the owner, handed out sealed to
// each kiosk. This program can sign none, and looks into it only as far as it must.
#pragma once

#include "backend/archive.h"
#include "platform/clock.h"
#include "record/record.h"

namespace smilepost::backend {

class Bundles {
 public:
  Bundles(Archive& archive, const platform::Clock& clock) : archive_(archive), clock_(clock) {}

  // PUT /admin/v1/bundle with the signed bundle; Smilepost-Organisation-Key, in hexadecimal, says
  // whose it must be. The first one needs it; after that it stays pinned until another is named.
  //   200  what was done, in one line
  //   409  its version is not above the one that is here
  //   422  it is no bundle, is not signed with that key, or no key was ever named
  Result<Response> put(const Request& request);

  // GET /v1/bundle (FORMAT.md, "Wire"), for several requests at once.
  Result<std::vector<Response>> hand_out(const std::vector<const Request*>& requests);

 private:
  struct Kept;
  Result<std::optional<Kept>> read_kept();
  Result<Response> hand_to(const record::KioskId& kiosk, const Kept* kept, const Request& request);
  Status note(const record::KioskId& kiosk, std::uint64_t version);

  Archive& archive_;
  const platform::Clock& clock_;
};

}  // namespace smilepost::backend
