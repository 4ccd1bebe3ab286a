#include "backend/routes.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "backend/problem.h"
#include "backend/web/form.h"
#include "backend/web/safe_response.h"

namespace smilepost::backend {
namespace {

// "text/html; charset=utf-8" is "text/html".
std::string_view without_parameters(std::string_view content_type) {
  content_type = content_type.substr(0, content_type.find(';'));
  while (!content_type.empty() && content_type.back() == ' ') content_type.remove_suffix(1);
  return content_type;
}

// That a page of ours sent it, not one elsewhere that the browser shows too: browsers say so
// (Fetch, "Origin" and "Sec-Fetch-Site"), and nothing else sends these.
bool is_from_own_page(const Request& request, const Site& site) {
  const std::string_view said = request.header("sec-fetch-site");
  if (!said.empty()) return said == "same-origin";
  return site.is_own_origin(request);
}

// Takes as long wherever they differ.
bool are_equal(std::string_view one, std::string_view other) {
  if (one.size() != other.size()) return false;
  unsigned differing = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    differing |= static_cast<unsigned char>(one[i] ^ other[i]);
  }
  return differing == 0;
}

bool has_form_token(const Request& request, const Visitor& visitor) {
  const auto form = parse_form(request.body);
  const auto field = form.find("csrf");
  return field != form.end() && are_equal(field->second, *visitor.form_token);
}

bool is_guarded(const Route& route) {
  return route.who == Who::signed_in || route.who == Who::administrator;
}

bool leads_to(const Route& route, const std::string& path) {
  return route.below ? path.starts_with(route.path) : path == route.path;
}

Result<Response> page_part(const Request& request) {
  if (auto file = page_file(request.path)) return *std::move(file);
  return problem(404, "there is no such page");
}

std::vector<Route> for_kiosks(const Answerers& to) {
  return {
      {.method = "POST",
       .path = "/v1/records",
       .content_type = "application/cbor-seq",
       .who = Who::anybody,
       .handle_all = [&ingest = to.ingest](const auto& them) { return ingest.take(them); }},
      {.method = "POST",
       .path = "/v1/enrolments",
       .content_type = "application/cbor",
       .who = Who::anybody,
       .handle = [&enrolment = to.enrolment](const Request& it) { return enrolment.enrol(it); }},
      {.method = "GET",
       .path = "/v1/bundle",
       .who = Who::anybody,
       .handle_all = [&bundles = to.bundles](const auto& them) { return bundles.hand_out(them); }},
      {.method = "POST",
       .path = "/v1/call",
       .content_type = "application/cose",
       .who = Who::anybody,
       .handle = [&calls = to.calls](const Request& it) { return calls.take(it); }},
      {.method = "POST",
       .path = "/v1/status",
       .content_type = "application/cose",
       .who = Who::anybody,
       .handle = [&statuses = to.statuses](const Request& it) { return statuses.take(it); }},
      {.method = "POST",
       .path = "/v1/diagnostics",
       .content_type = "application/cose",
       .who = Who::anybody,
       .handle = [&inbox = to.diagnostics](const Request& it) { return inbox.take(it); }},
      {.method = "GET",
       .path = "/v1/releases/",
       .who = Who::anybody,
       .handle = [&releases = to.releases](const Request& it) { return releases.hand_out(it); },
       .below = true},
  };
}

std::vector<Route> for_owner(const Answerers& to) {
  const auto owner = [](const char* method, const char* path, const char* type, auto handle) {
    return Route{method, path, type, Who::owner, false, handle};
  };
  constexpr const char* json = "application/json";
  return {
      owner("PUT", "/admin/v1/bundle", "application/cose",
            [&bundles = to.bundles](const Request& it) { return bundles.put(it); }),
      owner("POST", "/admin/v1/enrolment-codes", "",
            [&enrolment = to.enrolment](const Request& it) { return enrolment.make_code(it); }),
      owner("GET", "/admin/v1/fleet", "",
            [&fleet = to.fleet](const Request&) { return fleet.list(); }),
      owner("POST", "/admin/v1/fleet/accept", json,
            [&fleet = to.fleet](const Request& it) { return fleet.accept(it); }),
      owner("POST", "/admin/v1/fleet/refuse", json,
            [&fleet = to.fleet](const Request& it) { return fleet.refuse(it); }),
      owner("POST", "/admin/v1/fleet/revoke", json,
            [&fleet = to.fleet](const Request& it) { return fleet.revoke(it); }),
      owner("POST", "/admin/v1/fleet/replace", json,
            [&fleet = to.fleet](const Request& it) { return fleet.replace(it); }),
      owner("POST", "/admin/v1/fleet/move", json,
            [&fleet = to.fleet](const Request& it) { return fleet.move(it); }),
      owner("POST", "/admin/v1/fleet/group", json,
            [&fleet = to.fleet](const Request& it) { return fleet.join(it); }),
      owner("POST", "/admin/v1/fleet/diagnostics", json,
            [&fleet = to.fleet](const Request& it) { return fleet.ask_for_diagnostics(it); }),
      owner("GET", "/admin/v1/releases", "",
            [&releases = to.release_admin](const Request&) { return releases.list(); }),
      owner("PUT", "/admin/v1/releases", json,
            [&releases = to.release_admin](const Request& it) { return releases.add(it); }),
      owner("POST", "/admin/v1/releases/offer", json,
            [&releases = to.release_admin](const Request& it) { return releases.offer(it); }),
      owner("POST", "/admin/v1/releases/pause", json,
            [&releases = to.release_admin](const Request& it) { return releases.pause(it); }),
      owner("POST", "/admin/v1/releases/withdraw", json,
            [&releases = to.release_admin](const Request& it) { return releases.withdraw(it); }),
      owner("GET", "/admin/v1/accounts", "",
            [&accounts = to.accounts](const Request&) { return accounts.list(); }),
      owner("POST", "/admin/v1/accounts/add", json,
            [&accounts = to.accounts](const Request& it) { return accounts.add(it); }),
      owner("POST", "/admin/v1/accounts/remove", json,
            [&accounts = to.accounts](const Request& it) { return accounts.remove(it); }),
      owner("POST", "/admin/v1/accounts/link", json,
            [&accounts = to.accounts](const Request& it) { return accounts.link(it); }),
  };
}

std::vector<Route> for_browsers(const Answerers& to) {
  const auto page = [](const char* path, Who who, auto handle) {
    return Route{"GET", path, "", who, true, handle};
  };
  const auto form = [](const char* path, Who who, auto handle) {
    return Route{"POST", path, "application/x-www-form-urlencoded", who, true, handle};
  };
  const auto whole = [&results = to.page](const Request& it) { return results.whole(it); };
  const auto figures = [&results = to.page](const Request& it) { return results.figures(it); };
  const auto json = [&results = to.page](const Request& it) { return results.json(it); };
  auto& calls = to.calls_page;
  auto& fleet = to.fleet_page;
  auto& releases = to.releases_page;
  auto& sign_in = to.sign_in;
  auto& accounts = to.accounts_page;
  return {
      page("/", Who::signed_in, whole),
      page("/figures", Who::signed_in, figures),
      page("/results.json", Who::signed_in, json),
      page("/unflagged", Who::signed_in, whole),
      page("/unflagged/figures", Who::signed_in, figures),
      page("/unflagged/results.json", Who::signed_in, json),
      page("/calls", Who::signed_in, [&calls](const Request& it) { return calls.show(it); }),
      form("/calls", Who::signed_in, [&calls](const Request& it) { return calls.press(it); }),
      page("/fleet", Who::administrator, [&fleet](const Request& it) { return fleet.show(it); }),
      form("/fleet", Who::administrator, [&fleet](const Request& it) { return fleet.press(it); }),
      page("/fleet/kiosk", Who::administrator,
           [&fleet](const Request& it) { return fleet.kiosk(it); }),
      page("/fleet/groups", Who::administrator,
           [&fleet](const Request& it) { return fleet.groups(it); }),
      page("/fleet/releases", Who::administrator,
           [&releases](const Request& it) { return releases.show(it); }),
      form("/fleet/releases", Who::administrator,
           [&releases](const Request& it) { return releases.press(it); }),
      page("/fleet/diagnostics", Who::administrator,
           [&fleet](const Request& it) { return fleet.diagnostics(it); }),
      page("/fleet.json", Who::administrator,
           [&fleet](const Request& it) { return fleet.json(it); }),
      page("/accounts", Who::administrator,
           [&accounts](const Request& it) { return accounts.show(it); }),
      form("/accounts", Who::administrator,
           [&accounts](const Request& it) { return accounts.press(it); }),
      page("/sign-in", Who::anybody, [&sign_in](const Request& it) { return sign_in.show(it); }),
      form("/sign-in", Who::anybody, [&sign_in](const Request& it) { return sign_in.sign_in(it); }),
      form("/sign-out", Who::signed_in,
           [&sign_in](const Request& it) { return sign_in.sign_out(it); }),
      page("/setup", Who::anybody,
           [&sign_in](const Request& it) { return sign_in.show_setup(it); }),
      form("/setup", Who::anybody, [&sign_in](const Request& it) { return sign_in.set_up(it); }),
      page("/calls.css", Who::anybody, CallsPage::style),
      page("/fleet.css", Who::anybody, FleetPage::style),
      page("/sign-in.css", Who::anybody, SignInPage::style),
      page("/style.css", Who::anybody, page_part),
      page("/refresh.js", Who::anybody, page_part),
      page("/icon.svg", Who::anybody, page_part),
  };
}

}  // namespace

std::vector<Route> all_routes(const Answerers& to) {
  std::vector<Route> table;
  for (auto routes : {for_kiosks(to), for_owner(to), for_browsers(to)}) {
    std::move(routes.begin(), routes.end(), std::back_inserter(table));
  }
  return table;
}

Result<std::vector<Response>> Routes::answer(const std::vector<const Request*>& requests) const {
  std::vector<Response> responses(requests.size());
  std::map<const Route*, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const Route* route = find(*requests[i], responses[i]);
    if (route == nullptr) continue;
    if (auto refusal = refuse(*route, *requests[i])) {
      responses[i] = *std::move(refusal);
      make_safe(responses[i], site_.is_https(*requests[i]));
    } else if (route->handle_all) {
      groups[route].push_back(i);
    } else {
      auto response = let_in(*route, *requests[i]);
      if (!response) return in_context(route->path, response.error());
      responses[i] = *std::move(response);
      if (route->for_browsers) make_safe(responses[i], site_.is_https(*requests[i]));
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
    if (route.who == Who::owner && request.door != Door::admin_socket) continue;
    if (route.method == method) return &route;
    allowed = route.method == "GET" ? "GET, HEAD" : route.method;
  }
  refusal = allowed.empty() ? problem(404, "there is nothing at this path")
                            : problem(405, "this path takes " + allowed);
  if (!allowed.empty()) refusal.headers.emplace_back("Allow", allowed);
  return nullptr;
}

std::optional<Response> Routes::refuse(const Route& route, const Request& request) const {
  if (route.for_browsers && request.door != Door::admin_socket && !site_.allows_host(request)) {
    return problem(421, "this server does not answer under that name; open it by " +
                            site_.address() +
                            ", or by 127.0.0.1 on its own machine, or name it in public-address");
  }
  if (route.for_browsers && route.method == "POST" && !is_from_own_page(request, site_)) {
    return problem(403, "buttons work on this server's own pages only; open the page here");
  }
  if (!route.content_type.empty() &&
      without_parameters(request.header("content-type")) != route.content_type) {
    return problem(415, "the body must be " + route.content_type);
  }
  return std::nullopt;
}

Result<Response> Routes::let_in(const Route& route, const Request& request) const {
  if (!is_guarded(route)) return route.handle(request);
  auto visitor = gate_.who(request);
  if (!visitor) return visitor.error();
  if (!*visitor) return gate_.ask_to_sign_in(request);
  Request signed_in = request;
  signed_in.visitor = *std::move(*visitor);
  if (route.who == Who::administrator && signed_in.visitor->role != Role::administrator)
    return gate_.ask_to_sign_in(signed_in);
  const bool needs_token = route.method != "GET" && signed_in.visitor->form_token;
  if (needs_token && !has_form_token(request, *signed_in.visitor)) {
    return problem(403, "this form is out of date; open its page again and press once more");
  }
  return route.handle(signed_in);
}

}  // namespace smilepost::backend
