#include "backend/web/safe_response.h"

#include <algorithm>
#include <array>

namespace smilepost::backend {
namespace {

constexpr const char* policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

constexpr std::array<std::pair<const char*, const char*>, 5> headers{{
    {"Content-Security-Policy", policy},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cache-Control", "no-store"},
}};

bool has(const Response& response, const char* name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& header) { return header.first == name; });
}

}  // namespace

void make_safe(Response& response, bool https) {
  for (const auto& [name, value] : headers) {
    if (!has(response, name)) response.headers.emplace_back(name, value);
  }
  if (https) response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
}

Response safe_response(int status, std::string type, std::string body) {
  Response response{status, std::move(type), std::move(body), {}};
  make_safe(response, false);
  return response;
}

Response safe_html(int status, std::string body) {
  return safe_response(status, "text/html; charset=utf-8", std::move(body));
}

Response see_other(const std::string& path) {
  Response response = safe_response(303, "", "");
  response.headers.emplace_back("Location", path);
  return response;
}

}  // namespace smilepost::backend
