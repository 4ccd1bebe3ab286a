// How kiosks say that they are, and what they are told in return (FORMAT.md, "Status").
#pragma once

#include <functional>

#include "backend/archive.h"
#include "platform/clock.h"
#include "record/status.h"

namespace smilepost::backend {

// What a kiosk that says this of itself may fetch; nothing where it has what it should.
using OfferRelease =
    std::function<Result<std::optional<record::ReleaseOffer>>(Store&, const record::StatusReport&)>;

class Statuses {
 public:
  Statuses(Archive& archive, const platform::Clock& clock, const record::SigningKey& key,
           OfferRelease offer = {})
      : archive_(archive), clock_(clock), key_(key), offer_(std::move(offer)) {}

  // POST /v1/status
  //   200  a reply; it says whether the report was kept
  //   403  this kiosk is not known, or revoked, or the report is not signed with a key of it
  //   422  it is no report
  Result<Response> take(const Request& request);

 private:
  Result<std::optional<Response>> refusal_of(const record::StatusReport& report,
                                             record::BytesView cose);
  Result<bool> keep(const record::StatusReport& report, record::BytesView cose);
  Status keep_day(const record::StatusReport& report);
  Result<Response> reply(const record::StatusReport& report, record::BytesView cose, bool kept);

  Archive& archive_;
  const platform::Clock& clock_;
  const record::SigningKey& key_;
  const OfferRelease offer_;
};

}  // namespace smilepost::backend
