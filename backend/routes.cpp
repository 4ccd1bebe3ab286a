#include "backend/routes.h"

#include <algorithm>
#include <map>

#include "backend/problem.h"

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

// That a page of ours sent it, not one elsewhere that the browser shows too: browsers say so
// (Fetch, "Origin" and "Sec-Fetch-Site"), and nothing else sends these.
bool is_from_own_page(const Request& request) {
  const std::string_view site = request.header("sec-fetch-site");
  if (!site.empty()) return site == "same-origin";
  const std::string_view origin = request.header("origin");
  const std::size_t scheme = origin.find("://");
  return scheme != std::string_view::npos && origin.substr(scheme + 3) == request.header("host");
}

bool leads_to(const Route& route, const std::string& path) {
  return route.below ? path.starts_with(route.path) : path == route.path;
}

Result<Response> page_part(const Request& request) {
  if (auto file = page_file(request.path)) return *std::move(file);
  return problem(404, "there is no such page");
}

}  // namespace

std::vector<Route> all_routes(const Answerers& to) {
  return {
      {"POST",
       "/v1/records",
       "application/cbor-seq",
       false,
       false,
       {},
       [&ingest = to.ingest](const auto& requests) { return ingest.take(requests); }},
      {"POST", "/v1/enrolments", "application/cbor", false, false,
       [&enrolment = to.enrolment](const Request& request) { return enrolment.enrol(request); }},
      {"GET",
       "/v1/bundle",
       "",
       false,
       false,
       {},
       [&bundles = to.bundles](const auto& requests) { return bundles.hand_out(requests); }},
      {"POST", "/v1/call", "application/cose", false, false,
       [&calls = to.calls](const Request& it) { return calls.take(it); }},
      {"POST", "/v1/status", "application/cose", false, false,
       [&statuses = to.statuses](const Request& it) { return statuses.take(it); }},
      {"POST", "/v1/diagnostics", "application/cose", false, false,
       [&inbox = to.diagnostics](const Request& it) { return inbox.take(it); }},
      {"PUT", "/admin/v1/bundle", "application/cose", true, false,
       [&bundles = to.bundles](const Request& request) { return bundles.put(request); }},
      {"POST", "/admin/v1/enrolment-codes", "", true, false,
       [&enrolment = to.enrolment](const Request& request) {
         return enrolment.make_code(request);
       }},
      {"GET", "/admin/v1/fleet", "", true, false,
       [&fleet = to.fleet](const Request&) { return fleet.list(); }},
      {"POST", "/admin/v1/fleet/accept", "application/json", true, false,
       [&fleet = to.fleet](const Request& request) { return fleet.accept(request); }},
      {"POST", "/admin/v1/fleet/revoke", "application/json", true, false,
       [&fleet = to.fleet](const Request& request) { return fleet.revoke(request); }},
      {"POST", "/admin/v1/fleet/replace", "application/json", true, false,
       [&fleet = to.fleet](const Request& request) { return fleet.replace(request); }},
      {"POST", "/admin/v1/fleet/move", "application/json", true, false,
       [&fleet = to.fleet](const Request& request) { return fleet.move(request); }},
      {"POST", "/admin/v1/fleet/group", "application/json", true, false,
       [&fleet = to.fleet](const Request& request) { return fleet.join(request); }},
      {"POST", "/admin/v1/fleet/diagnostics", "application/json", true, false,
       [&fleet = to.fleet](const Request& request) { return fleet.ask_for_diagnostics(request); }},
      {"GET",
       "/v1/releases/",
       "",
       false,
       false,
       [&releases = to.releases](const Request& it) { return releases.hand_out(it); },
       {},
       false,
       true},
      {"PUT", "/admin/v1/releases", "application/json", true, false,
       [&releases = to.releases](const Request& it) { return releases.add(it); }},
      {"GET", "/admin/v1/releases", "", true, false,
       [&releases = to.releases](const Request&) { return releases.list(); }},
      {"POST", "/admin/v1/releases/offer", "application/json", true, false,
       [&releases = to.releases](const Request& it) { return releases.offer(it); }},
      {"POST", "/admin/v1/releases/pause", "application/json", true, false,
       [&releases = to.releases](const Request& it) { return releases.pause(it); }},
      {"POST", "/admin/v1/releases/withdraw", "application/json", true, false,
       [&releases = to.releases](const Request& it) { return releases.withdraw(it); }},
      {"GET", "/", "", false, true,
       [&page = to.page](const Request& it) { return page.whole(it); }},
      {"GET", "/figures", "", false, true,
       [&page = to.page](const Request& it) { return page.figures(it); }},
      {"GET", "/results.json", "", false, true,
       [&page = to.page](const Request& it) { return page.json(it); }},
      {"GET", "/unflagged", "", false, true,
       [&page = to.page](const Request& it) { return page.whole(it); }},
      {"GET", "/unflagged/figures", "", false, true,
       [&page = to.page](const Request& it) { return page.figures(it); }},
      {"GET", "/unflagged/results.json", "", false, true,
       [&page = to.page](const Request& it) { return page.json(it); }},
      {"GET", "/calls", "", false, true,
       [&calls = to.calls_page](const Request& it) { return calls.show(it); }},
      {"POST", "/calls", "application/x-www-form-urlencoded", false, true,
       [&calls = to.calls_page](const Request& it) { return calls.press(it); }},
      {"GET", "/calls.css", "", false, true, CallsPage::style},
      {"GET",
       "/fleet",
       "",
       false,
       true,
       [&fleet = to.fleet_page](const Request& it) { return fleet.show(it); },
       {},
       true},
      {"POST",
       "/fleet",
       "application/x-www-form-urlencoded",
       false,
       true,
       [&fleet = to.fleet_page](const Request& it) { return fleet.press(it); },
       {},
       true},
      {"GET",
       "/fleet/kiosk",
       "",
       false,
       true,
       [&fleet = to.fleet_page](const Request& it) { return fleet.kiosk(it); },
       {},
       true},
      {"GET",
       "/fleet/groups",
       "",
       false,
       true,
       [&fleet = to.fleet_page](const Request& it) { return fleet.groups(it); },
       {},
       true},
      {"GET",
       "/fleet/diagnostics",
       "",
       false,
       true,
       [&fleet = to.fleet_page](const Request& it) { return fleet.diagnostics(it); },
       {},
       true},
      {"GET",
       "/fleet.json",
       "",
       false,
       true,
       [&fleet = to.fleet_page](const Request& it) { return fleet.json(it); },
       {},
       true},
      {"GET", "/fleet.css", "", false, true, FleetPage::style},
      {"GET", "/style.css", "", false, true, page_part},
      {"GET", "/refresh.js", "", false, true, page_part},
      {"GET", "/icon.svg", "", false, true, page_part},
  };
}

Result<std::vector<Response>> Routes::answer(const std::vector<const Request*>& requests) const {
  std::vector<Response> responses(requests.size());
  std::map<const Route*, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const Route* route = find(*requests[i], responses[i]);
    if (route == nullptr) continue;
    if (auto refusal = refuse(*route, *requests[i])) {
      responses[i] = *std::move(refusal);
    } else if (route->handle_all) {
      groups[route].push_back(i);
    } else {
      auto response = route->handle(*requests[i]);
      if (!response) return in_context(route->path, response.error());
      responses[i] = *std::move(response);
    }
  }
  for (const auto& [route, places] : groups) {
    std::vector<const Request*> group;
    for (const std::size_t place : places) group.push_back(requests[place]);
    auto answers = route->handle_all(group);
    if (!answers) return in_context(route->path, answers.error());
    for (std::size_t i = 0; i < places.size(); ++i) responses[places[i]] = std::move((*answers)[i]);
  }
  return responses;
}

const Route* Routes::find(const Request& request, Response& refusal) const {
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  std::string allowed;
  for (const Route& route : table_) {
    if (!leads_to(route, request.path)) continue;
    if (route.owner_only && request.door != Door::admin_socket) continue;
    if (route.method == method) return &route;
    allowed = route.method == "GET" ? "GET, HEAD" : route.method;
  }
  refusal = allowed.empty() ? problem(404, "there is nothing at this path")
                            : problem(405, "this path takes " + allowed);
  if (!allowed.empty()) refusal.headers.emplace_back("Allow", allowed);
  return nullptr;
}

std::optional<Response> Routes::refuse(const Route& route, const Request& request) const {
  if (route.for_browsers && !host_allowed(request)) {
    return problem(421,
                   "this server answers browsers on its own machine only; open it by its "
                   "address, for example http://127.0.0.1");
  }
  if (route.administrators && hosts_.empty() && request.door != Door::admin_socket) {
    return problem(403,
                   "the fleet is for administrators, and there is no login yet: let the backend "
                   "listen on 127.0.0.1, and come through a tunnel or a proxy that asks for one");
  }
  if (route.for_browsers && route.method == "POST" && !is_from_own_page(request)) {
    return problem(403, "buttons work on this server's own pages only; open the page here");
  }
  if (!route.content_type.empty() &&
      without_parameters(request.header("content-type")) != route.content_type) {
    return problem(415, "the body must be " + route.content_type);
  }
  return std::nullopt;
}

bool Routes::host_allowed(const Request& request) const {
  if (hosts_.empty() || request.door == Door::admin_socket) return true;
  const std::string_view host = without_port(request.header("host"));
  return std::find(hosts_.begin(), hosts_.end(), host) != hosts_.end();
}

}  // namespace smilepost::backend
