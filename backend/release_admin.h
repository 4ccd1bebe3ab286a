// The owner's socket: releases as `smilepost release` asks for them. On the archive's thread.
#pragma once

#include "backend/http.h"
#include "backend/releases.h"

namespace smilepost::backend {

class ReleaseAdmin {
 public:
  explicit ReleaseAdmin(Releases& releases) : releases_(releases) {}

  // With JSON; 200 and what was done in one line, or 404, 409, 422 with a problem:
  //   PUT  /admin/v1/releases           {"version", "sha256", "size", "floor", "stop_kiosks",
  //                                      "stop_percent"}: its file is in the folder
  //   POST /admin/v1/releases/offer     {"version", "ring", "percent"}
  //   POST /admin/v1/releases/pause, /admin/v1/releases/withdraw    {"version"}
  Result<Response> add(const Request& request);
  Result<Response> offer(const Request& request);
  Result<Response> pause(const Request& request);
  Result<Response> withdraw(const Request& request);
  // GET /admin/v1/releases: {"releases": […]}, highest first, and how they fare
  Result<Response> list();

 private:
  Releases& releases_;
};

}  // namespace smilepost::backend
