// What an administrator decides about kiosks: who may come in, and who may not any more. Over the
// admin socket alone.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "backend/archive.h"
#include "backend/archive/rows.h"
#include "backend/fleet/decisions.h"
#include "platform/clock.h"
#include "record/enrolment.h"

namespace smilepost::backend {

class Fleet {
 public:
  Fleet(Archive& archive, const platform::Clock& clock) : archive_(archive), clock_(clock) {}

  // GET /admin/v1/fleet: 200 and JSON: the kiosks, and who waits to be accepted.
  Result<Response> list();

  // POST, with {"kiosk": …} in JSON: its number in hexadecimal, as much of it as tells it apart.
  //   accept       lets a kiosk in that waits, or was refused; or a new epoch of it, whose chains
  //                so far end by that; or takes back a revocation
  //   refuse       who waits is not shown any more, however often it asks
  //   revoke       nothing is taken from it any more; what came before stays
  //   replace      the same, and {"by": …} stands in its place, with its name
  //   move         {"place": …, "label": …}: from now on it stands there; without a label it
  //                keeps its name
  //   group        {"group": …}: it belongs to that group
  //   diagnostics  asks it for them
  // 200 and what was done in one line; 404, 409, 422 with a problem.
  Result<Response> accept(const Request& request);
  Result<Response> refuse(const Request& request);
  Result<Response> revoke(const Request& request);
  Result<Response> replace(const Request& request);
  Result<Response> move(const Request& request);
  Result<Response> join(const Request& request);
  Result<Response> ask_for_diagnostics(const Request& request);

 private:
  Result<Response> decide(const Request& request,
                          const std::function<Result<Decision>(Decisions&, const record::KioskId&,
                                                               const nlohmann::json&)>& how);
  Result<std::vector<record::KioskId>> named(const std::string& hex);
  Result<std::variant<record::KioskId, Response>> find(const Request& request, const char* field);

  Archive& archive_;
  const platform::Clock& clock_;
};

// A kiosk that asks to be let in without a one-time code. True: an administrator has accepted it.
Result<bool> ask_to_enrol(Store& store, const record::KioskId& kiosk, const record::Hash& opened,
                          const std::string& label, std::int64_t now_ms);

// An epoch that no known key vouches for. True: an administrator has accepted it.
Result<bool> ask_for_epoch(Store& store, const record::KioskId& kiosk, record::Epoch epoch,
                           const record::EpochOpened& opened, std::int64_t now_ms);

// The epoch came in vouched for: the key that does so was only late. Accepting it would end it.
Status forget_waiting(Store& store, const EpochKey& epoch);

// Whether records up to `newest` of an epoch that ended at `stored` when an administrator accepted
// another one may still come: that one goes on from a place beyond, or from just there. So it is
// where the archive was put back from a backup and lacks what the kiosk had sent.
Result<bool> is_missing_before_accepted(Store& store, const record::KioskId& kiosk,
                                        const record::ChainHead& stored,
                                        const record::ChainHead& newest);

}  // namespace smilepost::backend
