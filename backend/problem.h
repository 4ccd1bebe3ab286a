// Problem details for HTTP APIs (RFC 9457): an error with one line a person can act on.
#pragma once

#include <string_view>

#include "backend/http.h"

namespace smilepost::backend {

// `title` is the status code's own phrase; `detail` says what, where and what to do.
Response problem(int status, std::string_view detail);

// The same, and when to come back: 429 and 503.
Response problem_retry(int status, std::string_view detail, int retry_after_seconds);

}  // namespace smilepost::backend
