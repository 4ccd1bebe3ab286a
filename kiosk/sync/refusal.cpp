#include "kiosk/sync/refusal.h"

#include <algorithm>

namespace smilepost::kiosk {
namespace {

constexpr const char* portal =
    "a portal of this network seems to ask for a login: log in there, or have this kiosk let "
    "through";
constexpr const char* forbidden_by_page =
    "a portal, a proxy or the server in front of the backend forbids it: have it let this kiosk "
    "through";

std::string remedy(const platform::HttpResponse& response) {
  const int status = response.status;
  if (status / 100 == 2 || status / 100 == 3 || status == 511) return portal;
  switch (status) {
    case 400:
      return "the server in front of the backend may want a client certificate: set it in "
             "kiosk.json";
    case 401:
    case 407:
      return "a server in front of the backend asks for a login: have it let this kiosk through";
    case 403:
      if (is_web_page(response)) return forbidden_by_page;
      return "it does not know this kiosk, or its new key: enrol it if that was never done, else "
             "ask the administrator and keep the state folder";
    case 404:
      return "no backend of ours answers there: check the address";
    case 413:
      return "it, or something on the way, does not take a single record: let 8 KiB through";
    case 422:
      return "check this journal with `smilepost verify`";
    case 429:
    case 503:
      return "it is busy: nothing to do unless this stays";
    case 502:
    case 504:
      return "the server in front of the backend does not reach it: start the backend";
    default:
      return "check the backend and what lies between";
  }
}

}  // namespace

// 401 and 407 are said by what lies between, and so is all that comes as a web page; 408, 425 and
// 429 mean "not now".
bool is_refusal(const platform::HttpResponse& response) {
  constexpr int others[] = {401, 407, 408, 425, 429};
  const int status = response.status;
  return status >= 400 && status < 500 && !is_web_page(response) &&
         std::find(std::begin(others), std::end(others), status) == std::end(others);
}

Error no_receipt(const std::string& backend_url, const platform::HttpResponse& response) {
  return Error{backend_url + ": no receipt but HTTP " + std::to_string(response.status) + ": " +
               remedy(response)};
}

std::uint64_t asked_to_wait_ms(const platform::HttpResponse& response) {
  constexpr std::uint64_t a_day_s = 86'400;
  const bool may_ask = response.status == 429 || response.status == 503;
  return may_ask ? std::min(response.retry_after_s, a_day_s) * 1'000 : 0;
}

bool is_web_page(const platform::HttpResponse& response) {
  return response.content_type == "text/html" || response.content_type == "application/xhtml+xml";
}

}  // namespace smilepost::kiosk
