// Which method and path leads to which handler, and through which door.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backend/bundles.h"
#include "backend/calls.h"
#include "backend/enrolment.h"
#include "backend/fleet.h"
#include "backend/fleet/diagnostics.h"
#include "backend/fleet/statuses.h"
#include "backend/http.h"
#include "backend/ingest.h"
#include "backend/releases.h"
#include "backend/web/calls_page.h"
#include "backend/web/fleet_page.h"
#include "backend/web/page.h"

namespace smilepost::backend {

struct Route {
  std::string method;
  std::string path;
  std::string content_type;   // of the body that is due; empty: any, or none
  bool owner_only = false;    // through the admin socket alone; elsewhere it does not exist
  bool for_browsers = false;  // where it changes something, for forms of our own pages alone
  std::function<Result<Response>(const Request&)> handle;
  // Instead: for all of a group's requests at once.
  std::function<Result<std::vector<Response>>(const std::vector<const Request*>&)> handle_all{};
  // So long as there is no login: on the machine itself alone, as others may reach any other
  // address.
  bool administrators = false;
  bool below = false;  // the path ends with a slash, and whatever stands below it is meant
};

class Routes {
 public:
  // `hosts`: the names a browser may call this server by, without port; empty: any. On loopback
  // this keeps a web page elsewhere from reading the results through a DNS name that it rebinds.
  Routes(std::vector<Route> table, std::vector<std::string> hosts)
      : table_(std::move(table)), hosts_(std::move(hosts)) {}

  // One response each, in order. What several requests ask of one route that takes groups is asked
  // at once. An Error: nothing may be committed.
  Result<std::vector<Response>> answer(const std::vector<const Request*>& requests) const;

 private:
  const Route* find(const Request& request, Response& refusal) const;
  std::optional<Response> refuse(const Route& route, const Request& request) const;
  bool host_allowed(const Request& request) const;

  std::vector<Route> table_;
  std::vector<std::string> hosts_;
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
};
std::vector<Route> all_routes(const Answerers& to);

}  // namespace smilepost::backend
