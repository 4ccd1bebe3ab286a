// The words of store.h in each database's own SQL.
#pragma once

#include <string>
#include <string_view>

namespace smilepost::backend {

// Every `word` in `sql` replaced.
std::string with_word(std::string_view sql, std::string_view word, std::string_view replacement);

// ?1 as $1, outside of quoted text.
std::string with_dollar_parameters(std::string_view sql);

}  // namespace smilepost::backend
