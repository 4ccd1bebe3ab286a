// /accounts: an administrator adds, removes, and hands out links. Server-rendered, without script.
#pragma once

#include <map>
#include <string>

#include "backend/accounts/accounts.h"
#include "backend/accounts/site.h"
#include "platform/clock.h"

namespace smilepost::backend {

class AccountsPage {
 public:
  AccountsPage(Accounts& accounts, const Site& site, const platform::Clock& clock)
      : accounts_(accounts), site_(site), clock_(clock) {}

  Result<Response> show(const Request& request);
  // A form's button. A link is shown once, in the answer itself.
  Result<Response> press(const Request& request);

 private:
  struct Told {
    std::string notice{}, link{}, of{};
  };
  Result<Response> page(const Request& request, int status, const Told& told);

  Accounts& accounts_;
  const Site& site_;
  const platform::Clock& clock_;
};

}  // namespace smilepost::backend
