// Where tests find what the repository and the build hold. Compiled once, so that no other file's
// compiling depends on where the repository lies.
#pragma once

#include <string>
#include <string_view>

namespace smilepost::tests {

std::string in_source(std::string_view below = {});
std::string in_build(std::string_view below = {});

}  // namespace smilepost::tests
