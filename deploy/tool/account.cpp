// Who may see the backend's pages, through its owner-only socket.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "deploy/tool/admin_socket.h"
#include "deploy/tool/arguments.h"

namespace smilepost::tool {
namespace {

using nlohmann::json;

int failed(const std::string& fault, int code, Streams streams) {
  streams.err << "smilepost account: " << fault << '\n';
  return code;
}

void show(const json& account, Streams streams) {
  const bool chosen = account.value("has_password", false);
  streams.out << fmt::format(
      "{}  {}{}\n", account.value("role", "") == "team" ? "team         " : "administrator",
      account.value("name", ""), chosen ? "" : "  (has not chosen a password yet)");
}

int list(const Arguments& arguments, Streams streams) {
  const auto answer = get_from_admin(arguments.values.at("--socket"), "/admin/v1/accounts");
  if (!answer) return failed(answer.error().message, exit_unreadable, streams);
  const json body = json::parse(answer->body, nullptr, false);
  if (answer->status != 200 || !body.is_object() || !body.contains("accounts")) {
    return failed("the backend gave no list; look into its log", exit_bad, streams);
  }
  if (arguments.flags.count("--json") > 0) return streams.out << answer->body << '\n', exit_good;
  for (const json& account : body["accounts"]) show(account, streams);
  if (body["accounts"].empty()) streams.out << "no accounts yet\n";
  return exit_good;
}

// The backend says what became of it, and below that the link, if it made one.
int ask(const std::string& action, const json& request, const Arguments& arguments,
        Streams streams) {
  const auto answer = post_to_admin(arguments.values.at("--socket"), "/admin/v1/accounts/" + action,
                                    request.dump(), "application/json");
  if (!answer) return failed(answer.error().message, exit_unreadable, streams);
  if (answer->status < 300) return streams.out << answer->body, exit_good;
  const json problem = json::parse(answer->body, nullptr, false);
  const bool told = problem.is_object() && problem.contains("detail");
  return failed(told ? problem["detail"].get<std::string>()
                     : fmt::format("the backend answered {}; look into its log", answer->status),
                exit_bad, streams);
}

}  // namespace

int account(const Words& words, Streams streams) {
  const std::string action = words.empty() ? "" : words.front();
  Syntax syntax{
      .command = "account", .values = {"--socket"}, .words = {"list, add, remove or link"}};
  if (action == "list") syntax.flags = {"--json"};
  if (action == "add") syntax.optional.insert("--role");
  if (action == "add" || action == "remove" || action == "link") syntax.words.emplace_back("NAME");
  const auto arguments = parse(words, syntax);
  if (!arguments) return streams.err << arguments.error().message << '\n', exit_usage;
  if (action == "list") return list(*arguments, streams);
  if (syntax.words.size() == 1) {
    return failed("say list, add, remove or link", exit_usage, streams);
  }
  json request{{"name", arguments->words[1]}};
  if (action == "add") {
    const auto& role = arguments->values.at("--role");
    request["role"] = role.empty() ? "administrator" : role;
  }
  return ask(action, request, *arguments, streams);
}

}  // namespace smilepost::tool
