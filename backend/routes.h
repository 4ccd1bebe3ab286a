// Which method and path leads to which handler, and through which door.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "backend/enrolment.h"
#include "backend/http.h"
#include "backend/ingest.h"
#include "backend/web/page.h"

namespace smilepost::backend {

struct Route {
  std::string method;
  std::string path;
  std::string content_type;  // of the body that is due; empty: any, or none
  bool owner_only = false;   // through the admin socket alone; elsewhere it does not exist
  bool for_browsers = false;
  std::function<Result<Response>(const Request&)> handle;
};

class Routes {
 public:
  // `hosts`: the names a browser may call this server by, without port; empty: any. On loopback
  // this keeps a web page elsewhere from reading the results through a DNS name that it rebinds.
  Routes(std::vector<Route> table, std::vector<std::string> hosts)
      : table_(std::move(table)), hosts_(std::move(hosts)) {}

  Response answer(const Request& request) const;

 private:
  Response pass_on(const Route& route, const Request& request) const;
  bool host_allowed(const Request& request) const;

  std::vector<Route> table_;
  std::vector<std::string> hosts_;
};

std::vector<Route> all_routes(Enrolment& enrolment, Ingest& ingest, ResultsPage& page);

}  // namespace smilepost::backend
