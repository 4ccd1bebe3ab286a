// The owner's socket: accounts as `smilepost account` asks for them. On the archive's thread.
#pragma once

#include "backend/accounts/accounts.h"
#include "backend/accounts/site.h"
#include "backend/http.h"

namespace smilepost::backend {

class AccountAdmin {
 public:
  AccountAdmin(Accounts& accounts, const Site& site) : accounts_(accounts), site_(site) {}

  // GET /admin/v1/accounts: {"accounts": [{"name", "role", "has_password", "made_ms", "used_ms"}]}
  Result<Response> list();
  // POST /admin/v1/accounts/add {"name", "role": "administrator" | "team"}, …/remove and …/link
  // {"name"}: 200 or 201 and a line or two; the second is the link, where one was made.
  Result<Response> add(const Request& request);
  Result<Response> remove(const Request& request);
  Result<Response> link(const Request& request);

 private:
  Result<Response> told(const Result<AccountAnswer>& answer) const;

  Accounts& accounts_;
  const Site& site_;
};

std::string setup_link(const std::string& address, const std::string& secret);
std::optional<Role> role_named(const std::string& word);
const char* role_word(Role role);

}  // namespace smilepost::backend
