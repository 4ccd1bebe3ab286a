// Tells who asks for a page: by the session's cookie, and, until the first account exists, whoever
// sits at this machine.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "backend/accounts/accounts.h"
#include "backend/accounts/sessions.h"
#include "backend/accounts/site.h"
#include "backend/http.h"

namespace smilepost::backend {

// A name of its own for https, which a browser then takes from nobody else (RFC 6265bis,
// "__Host-"). Without a token: takes the cookie away.
std::string session_cookie(const std::string& token, Role role, bool https);
// Empty: there is none.
std::string session_token(const Request& request, bool https);

class Doorkeeper {
 public:
  Doorkeeper(Accounts& accounts, Sessions& sessions, const Site& site)
      : accounts_(accounts), sessions_(sessions), site_(site) {}

  Result<std::optional<Visitor>> who(const Request& request);

  // Looks whether there is an account: this backend may share its database, and another made it.
  Status look();
  // From any thread; as of the last look. Never false again.
  bool has_account() const { return has_account_; }

 private:
  Accounts& accounts_;
  Sessions& sessions_;
  const Site& site_;
  std::atomic<bool> has_account_ = false;
};

}  // namespace smilepost::backend
