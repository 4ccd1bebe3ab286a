// Fills an HTML template from JSON. A small part of Mustache: {{name}} is always escaped, and there
// is no way around it; {{#name}}…{{/name}} repeats for an array, shows for a true value or an
// object and looks names up inside it first; {{^name}}…{{/name}} shows where the other would not;
// {{>name}} stands for a piece of parts.h.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace smilepost::backend {

std::string escape_html(std::string_view text);

// Aborts on a template whose sections do not match: templates are part of the program.
std::string fill(std::string_view html, const nlohmann::json& view);

}  // namespace smilepost::backend
