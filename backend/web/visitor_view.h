// What the head and the forms of each page show of who is signed in: who, csrf, and the tabs that
// lead to what they may see.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "backend/http.h"

namespace smilepost::backend {

// `here` is the tab's path that the page itself stands at; none where it lies deeper.
void add_visitor(nlohmann::json& view, const Request& request, std::string_view here = {});

// For the log of what administrators did.
std::string name_of_visitor(const Request& request);

}  // namespace smilepost::backend
