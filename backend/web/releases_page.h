// /fleet/releases: which release runs where, and an administrator offers it to more, pauses it,
// takes it back. Server-rendered, without script.
#pragma once

#include <map>
#include <string>

#include "backend/archive.h"
#include "backend/releases.h"
#include "backend/web/releases_view.h"
#include "platform/clock.h"

namespace smilepost::backend {

class ReleasesPage {
 public:
  ReleasesPage(Archive& archive, const platform::Clock& clock, Releases& releases)
      : archive_(archive), clock_(clock), releases_(releases) {}

  Result<Response> show(const Request& request);
  // A form's button: do (offer, pause, withdraw), version, ring, percent, and state, which it stood
  // at when the page was made. What reaches more kiosks, or takes it from them, is asked once more;
  // so is what was answered before it came to stand otherwise.
  Result<Response> press(const Request& request);

 private:
  using Form = std::map<std::string, std::string>;
  Result<Response> page(const Request& request, int status, const std::string& notice);
  Result<ReleaseFacts> facts();
  // Status 0: there is nothing to ask.
  Result<Response> ask(const Request& request, const Form& form);
  Result<Decision> decide(const Request& request, const Form& form);

  Archive& archive_;
  const platform::Clock& clock_;
  Releases& releases_;
};

}  // namespace smilepost::backend
