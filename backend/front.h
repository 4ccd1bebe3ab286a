// Where a request goes: what needs no archive is answered at once, all else waits for the archive's
// thread, or is told when to come back. A request that is put aside goes by the desk and waits
// again. Every answer is measured.
#pragma once

#include <functional>
#include <string>

#include "backend/accounts/desk.h"
#include "backend/health.h"
#include "backend/http.h"
#include "backend/metrics.h"
#include "backend/server.h"
#include "backend/worker.h"

namespace smilepost::backend {

class Front {
 public:
  // `version`: of this program. The metrics and the desk must outlive the worker: it still answers
  // when it goes. The desk does nothing more when this is gone.
  Front(Worker& worker, Desk& desk, const Health& health, Metrics& metrics, const Traffic& traffic,
        std::string version)
      : worker_(worker),
        desk_(desk),
        health_(health),
        metrics_(metrics),
        traffic_(traffic),
        version_(std::move(version)) {}
  ~Front() { desk_.stop(); }
  Front(const Front&) = delete;
  Front& operator=(const Front&) = delete;

  // Never blocks; calls `reply` once, from any thread.
  void take(Request request, std::function<void(Response)> reply);

 private:
  Response at_once(const Request& request) const;
  std::function<void(Response)> measured(const Request& request, bool is_batch,
                                         std::function<void(Response)> reply);

  Worker& worker_;
  Desk& desk_;
  const Health& health_;
  Metrics& metrics_;
  const Traffic& traffic_;
  const std::string version_;
};

}  // namespace smilepost::backend
