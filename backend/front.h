// Where a request goes: what needs no archive is answered at once, all else waits for the archive's
// thread, or is told when to come back. Every answer is measured.
#pragma once

#include <functional>
#include <string>

#include "backend/health.h"
#include "backend/http.h"
#include "backend/metrics.h"
#include "backend/server.h"
#include "backend/worker.h"

namespace smilepost::backend {

class Front {
 public:
  // `version`: of this program. The metrics must outlive the worker: it still answers when it goes.
  Front(Worker& worker, const Health& health, Metrics& metrics, const Traffic& traffic,
        std::string version)
      : worker_(worker),
        health_(health),
        metrics_(metrics),
        traffic_(traffic),
        version_(std::move(version)) {}

  // Never blocks; calls `reply` once, from any thread.
  void take(Request request, std::function<void(Response)> reply);

 private:
  Response at_once(const Request& request) const;
  std::function<void(Response)> measured(const Request& request, bool is_batch,
                                         std::function<void(Response)> reply);

  Worker& worker_;
  const Health& health_;
  Metrics& metrics_;
  const Traffic& traffic_;
  const std::string version_;
};

}  // namespace smilepost::backend
