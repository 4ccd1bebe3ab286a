#include "backend/web/visitor_view.h"

#include <nlohmann/json.hpp>

namespace smilepost::backend {

// Without a session there is nobody to sign out, and no token for forms.
void add_visitor(nlohmann::json& view, const Request& request) {
  const auto& visitor = request.visitor;
  view["administrator"] = visitor && visitor->role == Role::administrator;
  if (!visitor || !visitor->form_token) return;
  view["who"] = visitor->name;
  view["csrf"] = *visitor->form_token;
}

}  // namespace smilepost::backend
