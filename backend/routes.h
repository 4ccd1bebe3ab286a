// Which method and path leads to which handler, and through which door.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backend/accounts/account_admin.h"
#include "backend/accounts/site.h"
#include "backend/bundles.h"
#include "backend/calls.h"
#include "backend/enrolment.h"
#include "backend/fleet.h"
#include "backend/fleet/diagnostics.h"
#include "backend/fleet/statuses.h"
#include "backend/http.h"
#include "backend/ingest.h"
#include "backend/release_admin.h"
#include "backend/releases.h"
#include "backend/visitor.h"
#include "backend/web/accounts_page.h"
#include "backend/web/calls_page.h"
#include "backend/web/fleet_page.h"
#include "backend/web/page.h"
#include "backend/web/releases_page.h"
#include "backend/web/sign_in_page.h"

namespace smilepost::backend {

struct Route {
  std::string method;
  std::string path;
  std::string content_type = {};  // of the body that is due; empty: any, or none
  Who who = Who::owner;
  bool for_browsers = false;  // where it changes something, for forms of our own pages alone
  std::function<Result<Response>(const Request&)> handle{};
  // Instead: for all of a group's requests at once.
  std::function<Result<std::vector<Response>>(const std::vector<const Request*>&)> handle_all{};
  bool below = false;  // the path ends with a slash, and whatever stands below it is meant
};

// Asked before a route that is not for anybody.
struct Gatekeeper {
  std::function<Result<std::optional<Visitor>>(const Request&)> who;  // none: a stranger
  std::function<Response(const Request&)>
      ask_to_sign_in;  // of a stranger, or a visitor who is none of those
};

class Routes {
 public:
  // What takes groups of requests passes no gate, so it is for kiosks only. The site must outlive
  // the routes.
  Routes(std::vector<Route> table, const Site& site, Gatekeeper gate)
      : table_(std::move(table)), site_(site), gate_(std::move(gate)) {}

  // One response each, in order. What several requests ask of one route that takes groups is asked
  // at once. An Error: nothing may be committed.
  Result<std::vector<Response>> answer(const std::vector<const Request*>& requests) const;

 private:
  const Route* find(const Request& request, Response& refusal) const;
  std::optional<Response> refuse(const Route& route, const Request& request) const;
  Result<Response> let_in(const Route& route, const Request& request) const;

  std::vector<Route> table_;
  const Site& site_;
  Gatekeeper gate_;
};

// Whoever answers outlives the routes.
struct Answerers {
  Bundles& bundles;
  Calls& calls;
  Enrolment& enrolment;
  Fleet& fleet;
  Ingest& ingest;
  Statuses& statuses;
  DiagnosticsInbox& diagnostics;
  ResultsPage& page;
  CallsPage& calls_page;
  FleetPage& fleet_page;
  Releases& releases;
  ReleaseAdmin& release_admin;
  ReleasesPage& releases_page;
  AccountAdmin& accounts;
  SignInPage& sign_in;
  AccountsPage& accounts_page;
};
std::vector<Route> all_routes(const Answerers& to);

}  // namespace smilepost::backend
