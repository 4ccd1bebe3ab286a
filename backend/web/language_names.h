// What the team reads of a shopper's language.
#pragma once

#include <string>
#include <string_view>

namespace smilepost::backend {

// "ar" is "Arabic"; a language that is not known here is its tag.
std::string language_name(std::string_view tag);

}  // namespace smilepost::backend
