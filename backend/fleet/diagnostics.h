// What kiosks say of themselves at length, once an administrator asked (FORMAT.md, "Diagnostics").
#pragma once

#include "backend/archive.h"
#include "platform/clock.h"
#include "record/diagnostics.h"

namespace smilepost::backend {

class DiagnosticsInbox {
 public:
  DiagnosticsInbox(Archive& archive, const platform::Clock& clock)
      : archive_(archive), clock_(clock) {}

  // POST /v1/diagnostics
  //   204  they are kept, the newest three of a kiosk; the wish is over
  //   403  as for a status
  //   409  nobody asks for them, or not under this number any more
  //   422  malformed
  Result<Response> take(const Request& request);

 private:
  Result<bool> end_wish(const record::Diagnostics& said);
  Status keep(const record::Diagnostics& said);

  Archive& archive_;
  const platform::Clock& clock_;
};

}  // namespace smilepost::backend
