// GET and POST /calls: the team says who is there, sees who calls, and says that they are coming.
// Server-rendered, without script.
#pragma once

#include <map>
#include <string>

#include "backend/archive.h"
#include "platform/clock.h"

namespace smilepost::backend {

class CallsPage {
 public:
  CallsPage(Archive& archive, const platform::Clock& clock) : archive_(archive), clock_(clock) {}

  Result<Response> show(const Request& request);
  // A form's button: back to the page, or what was wrong. Routes lets only the page's own forms in.
  Result<Response> press(const Request& request);
  static Result<Response> style(const Request& request);

 private:
  using Form = std::map<std::string, std::string>;
  Result<Response> page(const Request& request, int status, const std::string& notice);
  Result<Response> claim_call(const Request& request, const Form& form);

  Archive& archive_;
  const platform::Clock& clock_;
};

}  // namespace smilepost::backend
