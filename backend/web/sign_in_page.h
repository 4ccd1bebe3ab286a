// /sign-in, /sign-out and /setup: without script, for people who have no session yet.
#pragma once

#include <map>
#include <string>

#include "backend/accounts/accounts.h"
#include "backend/accounts/guesses.h"
#include "backend/accounts/sessions.h"
#include "backend/accounts/site.h"
#include "platform/clock.h"

namespace smilepost::backend {

class SignInPage {
 public:
  SignInPage(Accounts& accounts, Sessions& sessions, const Site& site, const platform::Clock& clock)
      : accounts_(accounts), sessions_(sessions), site_(site), clock_(clock) {}

  Result<Response> show(const Request& request);
  // Asked twice: the password is compared in between, aside.
  Result<Response> sign_in(const Request& request);
  Result<Response> sign_out(const Request& request);
  // The one-time link, and the form behind it, which is asked twice as well.
  Result<Response> show_setup(const Request& request);
  Result<Response> set_up(const Request& request);

  // Instead of the page that a stranger asked for, or somebody who is no administrator: for people
  // the form, and then that page.
  Response ask_to_sign_in(const Request& request) const;
  static Result<Response> style(const Request& request);

 private:
  using Form = std::map<std::string, std::string>;
  Response form_page(int status, const std::string& notice, const Form& form) const;
  Result<Response> let_in(const Request& request, const Account& account, const std::string& to);
  Result<Response> settle(const Request& request, const Form& form);

  Accounts& accounts_;
  Sessions& sessions_;
  const Site& site_;
  const platform::Clock& clock_;
  Guesses guesses_;
};

}  // namespace smilepost::backend
