#include "backend/problem.h"

#include <nlohmann/json.hpp>

namespace smilepost::backend {
namespace {

// RFC 9110 §15, RFC 6585.
std::string_view phrase(int status) {
  switch (status) {
    case 202:
      return "Accepted";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

}  // namespace

Response problem(int status, std::string_view detail) {
  const nlohmann::ordered_json details = {
      {"type", "about:blank"}, {"title", phrase(status)}, {"status", status}, {"detail", detail}};
  // `replace`: a detail may quote bytes from outside that are not UTF-8.
  return Response{.status = status,
                  .content_type = "application/problem+json",
                  .body = details.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
                  .headers = {}};
}

Response problem_retry(int status, std::string_view detail, int retry_after_seconds) {
  Response response = problem(status, detail);
  response.headers.emplace_back("Retry-After", std::to_string(retry_after_seconds));
  return response;
}

}  // namespace smilepost::backend
