// Where a request goes: what needs no archive is answered at once, all else waits for the archive's
// thread, or is told when to come back.
#pragma once

#include <functional>

#include "backend/health.h"
#include "backend/http.h"
#include "backend/worker.h"

namespace smilepost::backend {

class Front {
 public:
  Front(Worker& worker, const Health& health) : worker_(worker), health_(health) {}

  // Never blocks; calls `reply` once, from any thread.
  void take(Request request, std::function<void(Response)> reply);

 private:
  std::optional<Response> at_once(const Request& request) const;

  Worker& worker_;
  const Health& health_;
};

}  // namespace smilepost::backend
