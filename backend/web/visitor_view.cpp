#include "backend/web/visitor_view.h"

#include <nlohmann/json.hpp>

namespace smilepost::backend {
namespace {

struct Tab {
  const char* name;
  const char* path;
  Role least;
};

constexpr Tab tabs[] = {{"Results", "/", Role::team},
                        {"Calls", "/calls", Role::team},
                        {"Fleet", "/fleet", Role::administrator},
                        {"Accounts", "/accounts", Role::administrator}};

nlohmann::json tabs_for(Role role, std::string_view here) {
  auto shown = nlohmann::json::array();
  for (const Tab& tab : tabs) {
    if (role < tab.least) continue;
    shown.push_back({{"name", tab.name}, {"href", tab.path}, {"here", tab.path == here}});
  }
  return shown;
}

}  // namespace

// Without a session there is nobody to sign out, and no token for forms.
void add_visitor(nlohmann::json& view, const Request& request, std::string_view here) {
  const auto& visitor = request.visitor;
  view["tabs"] = tabs_for(visitor ? visitor->role : Role::team, here);
  if (!visitor || !visitor->form_token) return;
  view["who"] = visitor->name;
  view["csrf"] = *visitor->form_token;
}

std::string name_of_visitor(const Request& request) {
  const bool named = request.visitor && !request.visitor->name.empty();
  return named ? request.visitor->name : "fleet page";
}

}  // namespace smilepost::backend
