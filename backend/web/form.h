// What a browser's form sends.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace smilepost::backend {

// application/x-www-form-urlencoded (WHATWG URL, §5.1); the last of equal names.
std::map<std::string, std::string> parse_form(std::string_view body);

}  // namespace smilepost::backend
