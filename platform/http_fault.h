// Why there was no HTTP answer, and what to do about it: one line, the same each time, so that it
// is said once.
#pragma once

#include <curl/curl.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace smilepost::platform {

struct HttpFault {
  CURLcode code = CURLE_OK;
  long os_errno = 0;
  long proxy_status = 0;   // of a CONNECT
  long verify_result = 0;  // SSL_get_verify_result(3)
  std::string_view text;   // libcurl's own words
  std::int64_t judged_at_s = 0;
  bool has_proxy = false;
};

std::string describe(const HttpFault& fault);

}  // namespace smilepost::platform
