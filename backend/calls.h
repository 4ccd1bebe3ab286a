// "Could somebody come?": the kiosk's side (FORMAT.md, "Call"). The team's is web/calls_page.h.
#pragma once

#include "backend/archive.h"
#include "platform/clock.h"
#include "record/call.h"

namespace smilepost::backend {

class Calls {
 public:
  Calls(Archive& archive, const platform::Clock& clock, const record::SigningKey& key)
      : archive_(archive), clock_(clock), key_(key) {}

  // POST /v1/call
  Result<Response> take(const Request& request);

 private:
  Result<std::optional<Response>> refusal_of(const record::KioskId& kiosk, record::BytesView cose);
  // What became of the call that was named; nothing where there is none.
  Result<std::optional<record::CallState>> state_of(const record::CallRequest& request,
                                                    std::int64_t now_ms);

  Archive& archive_;
  const platform::Clock& clock_;
  const record::SigningKey& key_;
};

}  // namespace smilepost::backend
