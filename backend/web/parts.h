// Pieces that several pages share: {{>name}} in a template.
#pragma once

#include <string_view>

namespace smilepost::backend {

// Aborts on a name that there is no piece of: templates are part of the program.
std::string_view shared_part(std::string_view name);

}  // namespace smilepost::backend
