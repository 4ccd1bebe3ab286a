#include "backend/web/accounts_page.h"

#include <nlohmann/json.hpp>

#include "backend/accounts/account_admin.h"
#include "backend/web/files.h"
#include "backend/web/form.h"
#include "backend/web/safe_response.h"
#include "backend/web/template.h"
#include "backend/web/visitor_view.h"
#include "backend/web/words.h"

namespace smilepost::backend {
namespace {

using nlohmann::json;

json if_any(const std::string& text) {
  return text.empty() ? json() : json(text);
}

json view_of(const Account& account, std::int64_t now_ms, bool is_you) {
  return {{"name", account.name},
          {"role", account.role == Role::administrator ? "Administrator" : "Team"},
          {"no_password", account.password_hash.empty()},
          {"made", ago(now_ms - account.made_ms)},
          {"used", account.used_ms ? json(ago(now_ms - *account.used_ms)) : json()},
          {"you", is_you}};
}

json confirm_view(const std::string& name, bool is_you) {
  return {{"name", name}, {"you", is_you}};
}

}  // namespace

Result<Response> AccountsPage::show(const Request& request) {
  return page(request, 200, {});
}

Result<Response> AccountsPage::page(const Request& request, int status, const Told& told) {
  const auto accounts = accounts_.list();
  if (!accounts) return accounts.error();
  const std::int64_t now = clock_.wall_ms();
  json view{{"notice", if_any(told.notice)}, {"link", if_any(told.link)}, {"of", told.of}};
  view["accounts"] = json::array();
  for (const Account& account : *accounts) {
    const bool is_you = request.visitor && request.visitor->name == account.name;
    view["accounts"].push_back(view_of(account, now, is_you));
  }
  view["any"] = !accounts->empty();
  add_visitor(view, request, "/accounts");
  return safe_html(status, fill(web::accounts_html, view));
}

Result<Response> AccountsPage::press(const Request& request) {
  const auto form = parse_form(request.body);
  const std::string what = field(form, "do"), name = field(form, "name");
  const bool is_you = request.visitor && request.visitor->name == name;
  if (what == "remove" && field(form, "sure") != "yes") {
    json view{{"confirm", confirm_view(name, is_you)}};
    add_visitor(view, request, "/accounts");
    return safe_html(200, fill(web::accounts_html, view));
  }
  Result<AccountAnswer> answer = AccountAnswer{400, "there is no such button"};
  if (what == "add") {
    const auto role = role_named(field(form, "role"));
    answer = role ? accounts_.add(name, *role) : AccountAnswer{422, "choose a role"};
  } else if (what == "remove") {
    answer = accounts_.remove(name);
  } else if (what == "link") {
    answer = accounts_.make_link(name);
  }
  if (!answer) return answer.error();
  if (!answer->done()) {
    return page(request, answer->status, {answer->line + ". Nothing was changed."});
  }
  if (what == "remove") return see_other("/accounts");
  return page(request, 200,
              {{}, setup_link(site_.address_for(request), answer->link_secret), name});
}

}  // namespace smilepost::backend
