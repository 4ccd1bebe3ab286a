// Who is signed in, for the head and the forms of each page: who, csrf, administrator.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "backend/http.h"

namespace smilepost::backend {

void add_visitor(nlohmann::json& view, const Request& request);

}  // namespace smilepost::backend
