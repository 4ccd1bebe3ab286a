#include "backend/routes.h"

#include <algorithm>

#include "backend/problem.h"
#include "platform/log.h"

namespace smilepost::backend {
namespace {

// "text/html; charset=utf-8" is "text/html".
std::string_view without_parameters(std::string_view content_type) {
  content_type = content_type.substr(0, content_type.find(';'));
  while (!content_type.empty() && content_type.back() == ' ') content_type.remove_suffix(1);
  return content_type;
}

// "localhost:8480" is "localhost", "[::1]:8480" is "[::1]".
std::string_view without_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  const std::size_t bracket = host.rfind(']');
  const bool has_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  return has_port ? host.substr(0, colon) : host;
}

Result<Response> page_part(const Request& request) {
  if (auto file = page_file(request.path)) return *std::move(file);
  return problem(404, "there is no such page");
}

}  // namespace

std::vector<Route> all_routes(Enrolment& enrolment, Ingest& ingest, ResultsPage& page) {
  const auto live = [](const Request&) -> Result<Response> { return Response{204, "", "", {}}; };
  return {
      {"POST", "/v1/records", "application/cbor-seq", false, false,
       [&ingest](const Request& request) { return ingest.take(request); }},
      {"POST", "/v1/enrolments", "application/cbor", false, false,
       [&enrolment](const Request& request) { return enrolment.enrol(request); }},
      {"POST", "/admin/v1/enrolment-codes", "", true, false,
       [&enrolment](const Request&) { return enrolment.make_code(); }},
      {"GET", "/livez", "", false, false, live},
      {"GET", "/", "", false, true, [&page](const Request& it) { return page.whole(it); }},
      {"GET", "/figures", "", false, true, [&page](const Request& it) { return page.figures(it); }},
      {"GET", "/results.json", "", false, true,
       [&page](const Request& it) { return page.json(it); }},
      {"GET", "/style.css", "", false, true, page_part},
      {"GET", "/refresh.js", "", false, true, page_part},
      {"GET", "/icon.svg", "", false, true, page_part},
  };
}

Response Routes::answer(const Request& request) const {
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  std::string allowed;
  for (const Route& route : table_) {
    if (route.path != request.path) continue;
    if (route.owner_only && request.door != Door::admin_socket) continue;
    if (route.method == method) return pass_on(route, request);
    allowed = route.method == "GET" ? "GET, HEAD" : route.method;
  }
  if (allowed.empty()) return problem(404, "there is nothing at this path");
  Response response = problem(405, "this path takes " + allowed);
  response.headers.emplace_back("Allow", allowed);
  return response;
}

Response Routes::pass_on(const Route& route, const Request& request) const {
  if (route.for_browsers && !host_allowed(request)) {
    return problem(421,
                   "this server answers browsers on its own machine only; open it by its "
                   "address, for example http://127.0.0.1");
  }
  if (!route.content_type.empty() &&
      without_parameters(request.header("content-type")) != route.content_type) {
    return problem(415, "the body must be " + route.content_type);
  }
  auto response = route.handle(request);
  if (response) return *std::move(response);
  platform::log_error(request.method + " " + route.path + ": " + response.error().message);
  return problem_retry(503, "the archive could not be used just now; try again later", 5);
}

bool Routes::host_allowed(const Request& request) const {
  if (hosts_.empty() || request.door == Door::admin_socket) return true;
  const std::string_view host = without_port(request.header("host"));
  return std::find(hosts_.begin(), hosts_.end(), host) != hosts_.end();
}

}  // namespace smilepost::backend
