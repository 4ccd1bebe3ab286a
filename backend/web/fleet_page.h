// The fleet page and what hangs on it: who is ill and why, one kiosk, groups. Server-rendered,
// without script; for administrators.
#pragma once

#include <map>
#include <string>

#include "backend/archive.h"
#include "backend/fleet/decisions.h"
#include "platform/clock.h"

namespace smilepost::backend {

class FleetPage {
 public:
  FleetPage(Archive& archive, const platform::Clock& clock) : archive_(archive), clock_(clock) {}

  // GET /fleet; the query: q (text), group, place, health, page
  Result<Response> show(const Request& request);
  // GET /fleet/kiosk?id=…
  Result<Response> kiosk(const Request& request);
  // GET /fleet/groups
  Result<Response> groups(const Request& request);
  // GET /fleet/diagnostics?id=…&at=…: text, to be saved
  Result<Response> diagnostics(const Request& request);
  // GET /fleet.json
  Result<Response> json(const Request& request);
  // POST /fleet: a form's button. What cannot be undone is asked once more on a page of its own.
  Result<Response> press(const Request& request);
  static Result<Response> style(const Request& request);

 private:
  using Form = std::map<std::string, std::string>;
  Result<Response> list_page(const Request& request, int status, const std::string& notice);
  Result<Response> kiosk_page(const Request& request, const record::KioskId& kiosk, int status,
                              const std::string& notice);
  Result<Response> groups_page(const Request& request, int status, const std::string& notice);
  Result<Response> confirm_page(const Request& request, const Form& form);
  Result<Decision> decide(const Request& request, const Form& form);

  Archive& archive_;
  const platform::Clock& clock_;
};

}  // namespace smilepost::backend
