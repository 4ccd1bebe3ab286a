// What came of something that an administrator decided, over whatever door.
#pragma once

#include <string>

namespace smilepost::backend {

// 200: it was done. 400, 404, 409 or 422: nothing was changed, and the line says why and what to
// do.
struct Decision {
  int status = 200;
  std::string line;
  bool done() const { return status == 200; }
};

}  // namespace smilepost::backend
