#include "backend/web/sign_in_page.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "backend/accounts/doorkeeper.h"
#include "backend/accounts/password.h"
#include "backend/problem.h"
#include "backend/web/files.h"
#include "backend/web/form.h"
#include "backend/web/safe_response.h"
#include "backend/web/template.h"
#include "platform/log.h"

namespace smilepost::backend {
namespace {

constexpr const char* wrong = "The name or the password is wrong.";
constexpr std::size_t longest_address = 64;

// Within this site alone: "//evil.example" and "/\evil.example" are elsewhere.
std::string local_path(const std::string& to) {
  const bool plain =
      std::all_of(to.begin(), to.end(), [](char c) { return c > ' ' && c < 0x7F && c != '\\'; });
  const bool local = to.starts_with('/') && !to.starts_with("//") && to.size() < 512;
  return plain && local ? to : "/";
}

Response put_aside(const Request& request, std::string password, std::string hash) {
  Response response;
  response.aside = std::make_shared<Aside>(Aside{request, std::move(password), std::move(hash)});
  return response;
}

Response setup_page(int status, const std::string& secret, const Link& link,
                    const std::string& notice, const std::string& name) {
  return safe_html(
      status,
      fill(web::setup_html,
           {{"link", secret},
            {"first", link.makes_first()},
            {"account", link.makes_first() ? nlohmann::json() : nlohmann::json(link.account)},
            {"name", name},
            {"notice", notice.empty() ? nlohmann::json() : nlohmann::json(notice)}}));
}

// Nothing is said of whether it ever was one.
Response dead_link() {
  return safe_html(410, fill(web::setup_html, {{"dead", true}}));
}

// "" where all is well. With the first account its name is chosen, too.
std::string fault_in(const Link& link, const std::map<std::string, std::string>& form) {
  const std::string name = link.makes_first() ? field(form, "name") : link.account;
  if (const Status good = check_account_name(name); !good) {
    return "Give a name of at most 64 bytes, without a space at its ends.";
  }
  if (const Status good = check_new_password(field(form, "password"), name); !good) {
    return good.error().message;
  }
  if (field(form, "password") != field(form, "again")) {
    return "The two passwords differ; type the same one twice.";
  }
  return {};
}

}  // namespace

Result<Response> SignInPage::style(const Request&) {
  return safe_response(200, "text/css; charset=utf-8", std::string(web::sign_in_css));
}

Response SignInPage::form_page(int status, const std::string& notice, const Form& form) const {
  return safe_html(status,
                   fill(web::sign_in_html,
                        {{"name", field(form, "name")},
                         {"to", local_path(field(form, "to"))},
                         {"notice", notice.empty() ? nlohmann::json() : nlohmann::json(notice)}}));
}

Result<Response> SignInPage::show(const Request& request) {
  const auto any = accounts_.any();
  if (!any) return any.error();
  if (!*any) {
    return form_page(200,
                     "There is no account yet. Open the link that the backend printed at its "
                     "start, or run ‘smilepost account add’ on its machine.",
                     {});
  }
  return form_page(200, {}, parse_form(request.query));
}

// Programs get a line; people the form, and the same address stays in the bar.
Response SignInPage::ask_to_sign_in(const Request& request) const {
  const bool for_people = request.header("accept").find("text/html") != std::string_view::npos;
  const bool known = request.visitor.has_value();
  if (!for_people || request.method == "POST") {
    return known ? problem(403, "this page is for administrators; sign in as one")
                 : problem(401, "sign in to open this page");
  }
  const std::string query = request.query.empty() ? std::string() : "?" + request.query;
  const std::string notice =
      known ? "This page is for administrators: go back, or sign in as one." : "";
  return form_page(known ? 403 : 401, notice, {{"to", request.path + query}});
}

// A name that does not exist takes as long as a wrong password: then one is hashed for nothing.
Result<Response> SignInPage::sign_in(const Request& request) {
  const Form form = parse_form(request.body);
  if (request.password) return settle(request, form);
  const std::string name = field(form, "name"), password = field(form, "password");
  if (!check_account_name(name) || password.empty() || password.size() > longest_password) {
    return form_page(422, "Type your name and your password.", form);
  }
  const std::string address = Site::address_of(request).substr(0, longest_address);
  const std::uint64_t wait_ms = guesses_.attempt(name, address, clock_.monotonic_ms());
  if (wait_ms > 0) {
    const auto seconds = (wait_ms + 999) / 1000;
    Response later = form_page(
        429, "Too many wrong passwords. Wait " + std::to_string(seconds) + " s, then try again.",
        form);
    later.headers.emplace_back("Retry-After", std::to_string(seconds));
    return later;
  }
  const auto account = accounts_.find(name);
  if (!account) return account.error();
  return put_aside(request, password, *account ? (*account)->password_hash : std::string());
}

// The account may be gone meanwhile, or have another password: what was compared must be what is.
Result<Response> SignInPage::settle(const Request& request, const Form& form) {
  const std::string name = field(form, "name");
  const auto account = accounts_.find(name);
  if (!account) return account.error();
  const bool good =
      request.password->matches && *account && (*account)->password_hash == request.password->hash;
  const std::string address = Site::address_of(request).substr(0, longest_address);
  if (!good) {
    platform::log_warning("a wrong name or password came from " + address);
    return form_page(401, wrong, form);
  }
  guesses_.succeeded(name, address);
  return let_in(request, **account, local_path(field(form, "to")));
}

// A cookie that came along is worth nothing afterwards, whoever put it there.
Result<Response> SignInPage::let_in(const Request& request, const Account& account,
                                    const std::string& to) {
  const bool https = site_.is_https(request);
  if (const std::string before = session_token(request, https); !before.empty()) {
    if (auto ended = sessions_.end(before); !ended) return ended.error();
  }
  const auto token = sessions_.start(account.name);
  if (!token) return token.error();
  Response response = see_other(to);
  response.headers.emplace_back("Set-Cookie", session_cookie(*token, account.role, https));
  return response;
}

Result<Response> SignInPage::sign_out(const Request& request) {
  const bool https = site_.is_https(request);
  if (auto ended = sessions_.end(session_token(request, https)); !ended) return ended.error();
  Response response = see_other("/sign-in");
  response.headers.emplace_back("Set-Cookie", session_cookie({}, Role::team, https));
  response.headers.emplace_back("Clear-Site-Data", "\"cache\"");
  return response;
}

Result<Response> SignInPage::show_setup(const Request& request) {
  const std::string secret = field(parse_form(request.query), "link");
  const auto link = accounts_.open_link(secret);
  if (!link) return link.error();
  return *link ? setup_page(200, secret, **link, {}, {}) : dead_link();
}

Result<Response> SignInPage::set_up(const Request& request) {
  const Form form = parse_form(request.body);
  const std::string secret = field(form, "link"), name = field(form, "name");
  const auto link = accounts_.open_link(secret);
  if (!link) return link.error();
  if (!*link) return dead_link();
  if (const std::string fault = fault_in(**link, form); !fault.empty()) {
    return setup_page(422, secret, **link, fault, name);
  }
  if (!request.password) return put_aside(request, field(form, "password"), {});
  if (request.password->hash.empty()) {
    return problem_retry(503, "there is too little memory just now; try again", 5);
  }
  const auto used = accounts_.use_link(secret, name, request.password->hash);
  if (!used) return used.error();
  if (!used->done()) return dead_link();
  const auto account = accounts_.find(used->line);
  if (!account) return account.error();
  return let_in(request, **account, "/");
}

}  // namespace smilepost::backend
