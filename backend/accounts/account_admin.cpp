#include "backend/accounts/account_admin.h"

#include <nlohmann/json.hpp>

#include "backend/problem.h"

namespace smilepost::backend {
namespace {

using nlohmann::json;

std::string text_in(const std::string& body, const char* field) {
  const json object = json::parse(body, nullptr, false);
  if (!object.is_object()) return {};
  const auto value = object.find(field);
  return value != object.end() && value->is_string() ? value->get<std::string>() : std::string();
}

}  // namespace

std::string setup_link(const std::string& address, const std::string& secret) {
  return address + "/setup?link=" + secret;
}

std::optional<Role> role_named(const std::string& word) {
  if (word == "administrator") return Role::administrator;
  if (word == "team") return Role::team;
  return std::nullopt;
}

const char* role_word(Role role) {
  return role == Role::administrator ? "administrator" : "team";
}

Result<Response> AccountAdmin::list() {
  const auto accounts = accounts_.list();
  if (!accounts) return accounts.error();
  json list = json::array();
  for (const Account& account : *accounts) {
    list.push_back({{"name", account.name},
                    {"role", role_word(account.role)},
                    {"has_password", !account.password_hash.empty()},
                    {"made_ms", account.made_ms},
                    {"used_ms", account.used_ms ? json(*account.used_ms) : json()}});
  }
  return Response{200,
                  "application/json",
                  json{{"accounts", list}}.dump(-1, ' ', false, json::error_handler_t::replace),
                  {}};
}

Result<Response> AccountAdmin::add(const Request& request) {
  const auto role = role_named(text_in(request.body, "role"));
  if (!role) return problem(422, "the role is administrator or team");
  return told(accounts_.add(text_in(request.body, "name"), *role));
}

Result<Response> AccountAdmin::remove(const Request& request) {
  return told(accounts_.remove(text_in(request.body, "name")));
}

Result<Response> AccountAdmin::link(const Request& request) {
  return told(accounts_.make_link(text_in(request.body, "name")));
}

Result<Response> AccountAdmin::told(const Result<AccountAnswer>& answer) const {
  if (!answer) return answer.error();
  if (!answer->done()) return problem(answer->status, answer->line);
  std::string text = answer->line + "\n";
  if (!answer->link_secret.empty()) {
    text += setup_link(site_.address(), answer->link_secret) + "\n";
  }
  return Response{answer->status, "text/plain; charset=utf-8", text, {}};
}

}  // namespace smilepost::backend
