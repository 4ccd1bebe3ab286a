// What a browser's form sends.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace smilepost::backend {

// application/x-www-form-urlencoded (WHATWG URL, §5.1); the last of equal names.
std::map<std::string, std::string> parse_form(std::string_view body);

// "a+b%20c" is "a b c"; a percent sign that begins no byte stands for itself.
std::string decode_percent(std::string_view text);
// Of a value in a query or a form.
std::string encode_percent(std::string_view text);
// Of what parse_form gives: empty where it is not there.
std::string field(const std::map<std::string, std::string>& form, const char* name);

}  // namespace smilepost::backend
