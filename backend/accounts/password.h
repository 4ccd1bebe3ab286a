// Passwords as they are kept: Argon2id (RFC 9106) with 64 MiB and two passes, about a tenth of a
// second of a processor each. So no thread that others wait for does it: see desk.h.
#pragma once

#include <string>
#include <string_view>

#include "platform/result.h"

namespace smilepost::backend {

constexpr std::size_t shortest_password = 12;  // characters
constexpr std::size_t longest_password = 256;  // bytes

// For the one who chooses it; what is wrong in one line for people.
Status check_new_password(std::string_view password, std::string_view name);

// An Error: too little memory.
Result<std::string> hash_password(std::string_view password);
bool verify_password(std::string_view password, const std::string& hash);

}  // namespace smilepost::backend
